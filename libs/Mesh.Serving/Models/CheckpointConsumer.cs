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
public abstract class CheckpointConsumer(StageWeights weights, ICheckpointStore checkpoints, ILogger logger)
    : IConsumer<CheckpointPublished>
{
    public async Task Consume(ConsumeContext<CheckpointPublished> context)
    {
        var published = context.Message;
        try
        {
            await checkpoints.PublishAsync(
                new(published.Model, published.Version, published.Location), context.CancellationToken);
            await weights.FollowAsync(published.Model, context.CancellationToken);
        }
        catch (Exception error) when (error is ModelException or UnknownModelException or IOException)
        {
            logger.LogError(
                "Version {Version} of model {Model} is not served: {Reason}",
                published.Version, published.Model, error.Message);
        }
    }
}
