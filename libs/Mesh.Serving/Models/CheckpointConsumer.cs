using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Stores.Checkpoints;
using Microsoft.Extensions.Logging;

namespace Mesh.Serving.Models;

/// <summary>
/// Serves weights as they are published. What fails its check is refused for all stages, with the reason in the log,
/// and the weights before it go on serving; there is no second try, because the files would be the same.
/// </summary>
/// <param name="weights">The models of the stage.</param>
/// <param name="checkpoints">Remembers what was published, for whoever starts later.</param>
/// <param name="logger">Told what went wrong.</param>
/// <param name="canary">Tries what is published for a trial; null in stages that wait for those that do.</param>
public abstract class CheckpointConsumer(
    StageWeights weights, ICheckpointStore checkpoints, ILogger logger, Canary? canary = null)
    : IConsumer<CheckpointPublished>, IConsumer<CheckpointWithdrawn>
{
    public async Task Consume(ConsumeContext<CheckpointPublished> context)
    {
        var published = context.Message;
        var checkpoint = new Checkpoint(published.Model, published.Version, published.Location);
        if (published.Trial)
        {
            canary?.Begin(checkpoint);
            return;
        }
        await checkpoints.PublishAsync(checkpoint, context.CancellationToken);
        await FollowAsync(published.Model, published.Version, context.CancellationToken);
    }

    public async Task Consume(ConsumeContext<CheckpointWithdrawn> context)
    {
        var withdrawn = context.Message;
        await checkpoints.WithdrawAsync(
            new(withdrawn.Model, withdrawn.Version, withdrawn.Location), withdrawn.Reason, context.CancellationToken);
        await FollowAsync(withdrawn.Model, withdrawn.Version, context.CancellationToken);
    }

    private async Task FollowAsync(string model, string version, CancellationToken cancellation)
    {
        try
        {
            await weights.FollowAsync(model, cancellation);
        }
        catch (Exception error) when (error is ModelException or UnknownModelException or IOException)
        {
            logger.LogError(
                "After news of version {Version} of model {Model}: {Reason}", version, model, error.Message);
        }
    }
}
