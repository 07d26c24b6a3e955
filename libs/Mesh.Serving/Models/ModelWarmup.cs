using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Stores.Artifacts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Serving.Models;

/// <summary>
/// Before a service takes work, it serves the weights that were published while it was not there; then it loads the
/// default model, so that the first edit does not wait for it. A service whose model cannot be loaded stops, and says
/// why.
/// </summary>
internal sealed class ModelWarmup(
    ModelHost models, PublishedWeights published, CheckpointFolders folders, ILogger<ModelWarmup> logger)
    : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var model in models.Names)
            await RestoreAsync(model, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var handle = await models.AcquireAsync(name: null, stoppingToken);
    }

    private async Task RestoreAsync(string model, CancellationToken cancellation)
    {
        try
        {
            if (await published.FindAsync(model, cancellation) is not { } last)
                return;
            var folder = await folders.FetchAsync(last.Location, cancellation);
            try
            {
                await models.SwitchAsync(model, folder, last.Version, cancellation);
                logger.LogInformation("Model {Model} is served in version {Version}", model, last.Version);
            }
            finally
            {
                CheckpointFolders.Release(last.Location, folder);
            }
        }
        catch (Exception error) when (error is ModelException or ArtifactStoreException or IOException)
        {
            logger.LogError("Model {Model} is served as configured: {Reason}", model, error.Message);
        }
    }
}
