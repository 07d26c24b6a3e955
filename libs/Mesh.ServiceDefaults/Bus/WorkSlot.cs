using Mesh.Contracts.Bus;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// The one unit of work that a process does at a time. Whoever waits for it gets it by priority class, then in the
/// order of asking.
/// </summary>
public sealed class WorkSlot
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Waiter, (EditPriority, long)> _waiting = new();
    private long _asked;
    private bool _taken;

    /// <summary>Waits for the slot; dispose of the result to give it back.</summary>
    /// <param name="priority">Class of the work.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Null when the slot was busy all the time.</returns>
    public async Task<IDisposable?> TryTakeAsync(
        EditPriority priority, TimeSpan limit, CancellationToken cancellation)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (!_taken)
            {
                _taken = true;
                return new Holding(this);
            }
            waiter = new();
            _waiting.Enqueue(waiter, (priority, _asked++));
        }

        try
        {
            await waiter.Task.WaitAsync(limit, cancellation);
            return new Holding(this);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            if (!waiter.TryGiveUp())
                return new Holding(this);  // given at the last moment
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private void GiveBack()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var next, out _))
            {
                if (next.TryGive())
                    return;
            }
            _taken = false;
        }
    }

    private sealed class Waiter
    {
        private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _given.Task;

        public bool TryGive() => _given.TrySetResult();

        public bool TryGiveUp() => _given.TrySetCanceled();
    }

    private sealed class Holding(WorkSlot slot) : IDisposable
    {
        private WorkSlot? _slot = slot;

        public void Dispose() => Interlocked.Exchange(ref _slot, null)?.GiveBack();
    }
}
