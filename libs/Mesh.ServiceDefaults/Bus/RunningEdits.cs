using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>What this process works on, so that it can be told to stop.</summary>
public sealed class RunningEdits(IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<RunningEdit, Guid> _running = new();

    /// <summary>Notes the start of work; dispose of the result at its end.</summary>
    internal RunningEdit Start(Guid edit, TimeSpan limit, CancellationToken cancellation)
    {
        var running = new RunningEdit(limit, self => _running.TryRemove(self, out _));
        running.StopOn(StopCause.HandOver, lifetime.ApplicationStopping);
        running.StopOn(StopCause.HandOver, cancellation);
        _running[running] = edit;
        return running;
    }

    /// <summary>Stops the work on an edit, if there is any.</summary>
    public void Cancel(Guid edit)
    {
        foreach (var (running, id) in _running)
        {
            if (id == edit)
                running.Stop(StopCause.Cancelled);
        }
    }
}

/// <summary>Why work was told to stop.</summary>
internal enum StopCause
{
    /// <summary>Somebody else has to do it: this process ends, or its lease was lost.</summary>
    HandOver,

    /// <summary>Nobody wants it any more.</summary>
    Cancelled,

    /// <summary>It took too long.</summary>
    Timeout,
}

/// <summary>Work that can be told to stop; the first cause counts.</summary>
internal sealed class RunningEdit : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<IDisposable> _registrations = [];
    private readonly Action<RunningEdit> _ended;
    private readonly Timer _limit;
    private int _cause = -1;

    public RunningEdit(TimeSpan limit, Action<RunningEdit> ended)
    {
        _ended = ended;
        _limit = new(_ => Stop(StopCause.Timeout), null, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Fires when the work has to stop.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Null while it may go on.</summary>
    public StopCause? Cause => Volatile.Read(ref _cause) is >= 0 and var cause ? (StopCause)cause : null;

    public void StopOn(StopCause cause, CancellationToken token) =>
        _registrations.Add(token.UnsafeRegister(_ => Stop(cause), null));

    public void Stop(StopCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, -1) == -1)
            _source.Cancel();
    }

    public void Dispose()
    {
        _ended(this);
        _limit.Dispose();
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
