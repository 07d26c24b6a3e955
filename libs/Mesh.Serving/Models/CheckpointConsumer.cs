using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Stores.Artifacts;
using Microsoft.Extensions.Logging;

namespace Mesh.Serving.Models;

/// <summary>
/// Serves weights as they are published. What fails its check is refused with the reason in the log, and the weights
/// before it go on serving; there is no second try, because the files would be the same.
/// </summary>
/// <param name="models">The models of the stage.</param>
/// <param name="folders">Brings the weights here.</param>
/// <param name="weights">Told for workers that start later.</param>
/// <param name="logger">Told which version is served.</param>
public abstract class CheckpointConsumer(
    ModelHost models, CheckpointFolders folders, PublishedWeights weights, ILogger logger)
    : IConsumer<CheckpointPublished>
{
    public async Task Consume(ConsumeContext<CheckpointPublished> context)
    {
        var published = context.Message;
        var folder = published.Location;
        try
        {
            folder = await folders.FetchAsync(published.Location, context.CancellationToken);
            await models.SwitchAsync(published.Model, folder, published.Version, context.CancellationToken);
            await weights.RememberAsync(published, context.CancellationToken);
            logger.LogInformation("Model {Model} is served in version {Version}", published.Model, published.Version);
        }
        catch (Exception error) when (error is ModelException or UnknownModelException or ArtifactStoreException
            or IOException)
        {
            logger.LogError(
                "Version {Version} of model {Model} is not served: {Reason}",
                published.Version, published.Model, error.Message);
        }
        finally
        {
            CheckpointFolders.Release(published.Location, folder);  // weights are copied when they are loaded
        }
    }
}
