namespace Mesh.Curation.Vlm;

/// <summary>How fast a model is asked: so many at a time, so many a second, with growing pauses after failures.
/// </summary>
internal sealed class VlmPace(VlmOptions options) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(options.Concurrency);
    private readonly Lock _gate = new();
    private long _next = TimeProvider.System.GetTimestamp();

    /// <summary>Waits for a turn; dispose of it after the answer.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            if (Reserve() is { } wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellation);
            return new Turn(_turns);
        }
        catch
        {
            _turns.Release();
            throw;
        }
    }

    /// <summary>Waits before the next attempt: what the server asks for, or twice as long as before.</summary>
    public Task PauseAsync(int attempt, TimeSpan? asked, CancellationToken cancellation)
    {
        var own = options.FirstPause * Math.Pow(2, Math.Min(attempt - 1, 16)) * (0.75 + Random.Shared.NextDouble() / 2);
        var pause = asked is { } wanted && wanted > own ? wanted : own;
        return Task.Delay(pause < options.LongestPause ? pause : options.LongestPause, cancellation);
    }

    public void Dispose() => _turns.Dispose();

    private TimeSpan? Reserve()
    {
        if (options.RequestsPerSecond is not { } rate)
            return null;
        lock (_gate)
        {
            var now = TimeProvider.System.GetTimestamp();
            var at = Math.Max(now, _next);
            _next = at + (long)(TimeProvider.System.TimestampFrequency / rate);
            return TimeProvider.System.GetElapsedTime(now, at);
        }
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
