using Microsoft.Extensions.Logging;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>Looks every so often whether an edit was cancelled: the message that says so may miss a worker.</summary>
internal sealed class TombstoneWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watch;

    private TombstoneWatch(StageTools tools, Guid edit, RunningEdit running) =>
        _watch = Task.Run(() => WatchAsync(tools, edit, running));

    public static TombstoneWatch Start(StageTools tools, Guid edit, RunningEdit running) => new(tools, edit, running);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watch;
        _ended.Dispose();
    }

    private async Task WatchAsync(StageTools tools, Guid edit, RunningEdit running)
    {
        using var timer = new PeriodicTimer(tools.Options.CancelPoll);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                if (await IsCancelledAsync(tools, edit))
                    running.Stop(StopCause.Cancelled);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> IsCancelledAsync(StageTools tools, Guid edit)
    {
        try
        {
            return await tools.Jobs.IsCancelledAsync(edit, _ended.Token);
        }
        catch (Stores.Sql.StoreUnavailableException error)
        {
            tools.Logger("watch").LogDebug("The job store does not answer: {Reason}", error.Message);
            return false;
        }
    }
}
