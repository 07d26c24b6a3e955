using Grpc.Core.Wire;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>Cancels a call once its time is up.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly Timer _timer;
    private readonly Action _exceeded;
    private int _state;

    public CallDeadline(TimeSpan timeout, Action exceeded, CancellationToken aborted)
    {
        var now = DateTime.UtcNow;
        Time = DateTime.MaxValue - now > timeout ? now + timeout : DateTime.MaxValue;
        _exceeded = exceeded;
        _source = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Token = _source.Token;
        _timer = new Timer(
            static state => ((CallDeadline)state!).Exceed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(timeout < GrpcTimeout.MaxTimer ? timeout : GrpcTimeout.MaxTimer, Timeout.InfiniteTimeSpan);
    }

    /// <summary>UTC.</summary>
    public DateTime Time { get; }

    public CancellationToken Token { get; }

    public bool IsExceeded => Volatile.Read(ref _state) == 1;

    /// <summary>From here on the deadline does nothing.</summary>
    public void Stop() => Interlocked.CompareExchange(ref _state, 2, 0);

    public void Dispose()
    {
        Stop();
        _timer.Dispose();
        _source.Dispose();
    }

    private void Exceed()
    {
        if (Interlocked.CompareExchange(ref _state, 1, 0) != 0)
            return;
        _exceeded();
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The method returned in between.
        }
    }
}
