using MassTransit;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Hosting;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Checkpoints;
using Mesh.Stores.Jobs;
using Mesh.Stores.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Gateway.Edits;

/// <summary>
/// The outbox: an accepted edit lies in the job store, and this puts it on the bus when its turn comes, the broker is
/// there and there is room. Dying in between puts it there twice, which the stages do not mind.
/// </summary>
public sealed class EditDispatcher(
    IBus bus,
    BrokerTopology topology,
    IEditJobStore jobs,
    ICheckpointStore checkpoints,
    TenantShare share,
    DispatchOptions options,
    MeshOptions mesh,
    ILogger<EditDispatcher> logger) : BackgroundService
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>There may be something to do: an edit was accepted, or one has ended.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _wake.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await TryDispatchAsync(stoppingToken))
                await _wake.WaitAsync(options.Poll, stoppingToken);
        }
    }

    private async Task<bool> TryDispatchAsync(CancellationToken stopping)
    {
        try
        {
            await topology.EnsureAsync(stopping);
            var claim = mesh.Bus.PublishTimeout * 2;
            var job = await jobs.NextToDispatchAsync(tenant => share(tenant), options.MaxRunning, claim, stopping);
            return job is not null && await TrySendAsync(job, stopping);
        }
        catch (StoreUnavailableException error)
        {
            logger.LogWarning("The job store does not answer, edits wait: {Reason}", error.Message);
            return false;
        }
    }

    private async Task<bool> TrySendAsync(EditJob job, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(mesh.Bus.PublishTimeout);
        using var span = EditTrace.Resume(job.TraceParent, "dispatch edit", job.Id);
        try
        {
            await bus.Execute(EditSlip.Of(job, await VersionAsync(job, stopping)), limit.Token).WaitAsync(limit.Token);
            await jobs.MarkDispatchedAsync(job.Id, stopping);
            return true;
        }
        catch (Exception error) when (error is not StoreUnavailableException && !stopping.IsCancellationRequested)
        {
            logger.LogWarning("Edit {EditId} waits for the broker: {Reason}", job.Id, error.Message);
            topology.Forget();
            await jobs.ReleaseAsync(job.Id, stopping);
            return false;
        }
    }

    // The weights that all stages of the edit use.
    private async Task<string> VersionAsync(EditJob job, CancellationToken stopping)
    {
        var model = EditPlan.Parse(job.Options).Model;
        var current = await checkpoints.CurrentAsync(model == "" ? mesh.Models.Default : model, stopping);
        return current?.Version ?? "";
    }
}
