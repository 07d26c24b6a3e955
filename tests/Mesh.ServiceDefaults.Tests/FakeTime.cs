namespace Mesh.ServiceDefaults.Tests;

/// <summary>A clock that begins now and goes on when a test says so.</summary>
internal sealed class FakeTime : TimeProvider
{
    private long _ticks = DateTimeOffset.UtcNow.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);
}
