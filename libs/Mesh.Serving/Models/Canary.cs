using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Stores.Checkpoints;
using Mesh.Stores.Leases;
using Mesh.Stores.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Serving.Models;

/// <summary>
/// Tries weights before anybody serves them. Of all replicas that hear of them the one with the lease loads them beside
/// those that it serves, and makes edits with them for a time; then it publishes or withdraws them. The others wait,
/// and take over when it dies.
/// </summary>
/// <param name="weights">The models of the stage.</param>
/// <param name="checkpoints">Remembers what was decided.</param>
/// <param name="leases">Says who tries.</param>
/// <param name="bus">Tells what was decided.</param>
/// <param name="options">How long a trial takes.</param>
/// <param name="logger">Told how trials end.</param>
public sealed class Canary(
    [FromKeyedServices(ModelParts.Transformer)] StageWeights weights,
    ICheckpointStore checkpoints,
    ILeaseStore leases,
    IBus bus,
    MeshOptions options,
    ILogger<Canary> logger) : IAsyncDisposable
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _trials = Task.CompletedTask;

    /// <summary>Name of the lease of whoever tries weights.</summary>
    public static string LeaseOf(Checkpoint checkpoint) => $"canary/{checkpoint.Model}/{checkpoint.Version}";

    /// <summary>Takes part in the trial of weights; returns at once.</summary>
    public void Begin(Checkpoint checkpoint)
    {
        if (!weights.Serves(checkpoint.Model))
            return;
        lock (_gate)
            _trials = Task.WhenAll(_trials, Task.Run(() => TakePartAsync(checkpoint)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _trials;
        _stop.Dispose();
    }

    private async Task TakePartAsync(Checkpoint checkpoint)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await IsOverAsync(checkpoint))
                    return;
                await Task.Delay(Pause, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                // This process ends, or its lease was lost.
            }
            catch (Exception error) when (error is StoreUnavailableException or IOException)
            {
                logger.LogWarning("The trial of version {Version} waits: {Reason}", checkpoint.Version, error.Message);
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> IsOverAsync(Checkpoint checkpoint)
    {
        await using var lease = await leases.TryAcquireAsync(
            LeaseOf(checkpoint), Environment.MachineName, LeaseTime, _stop.Token);
        if (await checkpoints.IsDecidedAsync(checkpoint.Model, checkpoint.Version, _stop.Token))
        {
            await FollowAsync(checkpoint.Model);
            return true;
        }
        if (lease is null)
            return false;
        using var trial = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, lease.Lost);
        await DecideAsync(checkpoint, trial.Token);
        return true;
    }

    private async Task DecideAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        var edits = 0;
        try
        {
            await weights.TryAsync(
                checkpoint, model => edits = TrialEdits.Run(model, options.Canary.Trial, cancellation), cancellation);
        }
        catch (Exception error) when (error is ModelException or DirectoryNotFoundException)
        {
            logger.LogError("Version {Version} failed its trial: {Reason}", checkpoint.Version, error.Message);
            await checkpoints.WithdrawAsync(checkpoint, error.Message, cancellation);
            await bus.Publish(
                new CheckpointWithdrawn
                {
                    Model = checkpoint.Model,
                    Version = checkpoint.Version,
                    Location = checkpoint.Location,
                    Reason = error.Message,
                },
                cancellation);
            return;
        }
        logger.LogInformation("Version {Version} passed a trial of {Edits} edits", checkpoint.Version, edits);
        await checkpoints.PublishAsync(checkpoint, cancellation);
        await bus.Publish(
            new CheckpointPublished
            {
                Model = checkpoint.Model,
                Version = checkpoint.Version,
                Location = checkpoint.Location,
            },
            cancellation);
    }

    // The news of a decision may have been missed while this process waited.
    private async Task FollowAsync(string model)
    {
        try
        {
            await weights.FollowAsync(model, _stop.Token);
        }
        catch (ModelException error)
        {
            logger.LogError("Model {Model} does not follow: {Reason}", model, error.Message);
        }
    }
}
