using Mesh.Editing;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Stores.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Serving.Models;

/// <summary>
/// Before a service takes work, it serves the weights that were published while it was not there; then it loads the
/// default model, so that the first edit does not wait for it. A service whose model cannot be loaded stops, and says
/// why.
/// </summary>
internal sealed class ModelWarmup(StageWeights weights, IHostApplicationLifetime lifetime, ILogger<ModelWarmup> logger)
    : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await weights.BeginAsync(cancellationToken);
        }
        catch (Exception error) when (error is StoreUnavailableException or IOException)
        {
            logger.LogWarning("Published weights are served with the first edit: {Reason}", error.Message);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var handle = await weights.AcquireAsync(model: null, version: null, stoppingToken);
        }
        catch (ObjectDisposedException)
        {
            // The process ended while the model was being loaded.
        }
        catch (StoreUnavailableException error)
        {
            logger.LogWarning("The model is loaded with the first edit: {Reason}", error.Message);
        }
        catch (Exception error) when (error is ModelException or IOException)
        {
            logger.LogCritical("The model cannot be served, so this process ends: {Reason}", error.Message);
            await Console.Out.WriteLineAsync(Failure(error).ToString());
            lifetime.StopApplication();
        }
    }

    private FailureLine Failure(Exception error) => new(
        error.Message.Contains(weights.DefaultFolder, StringComparison.Ordinal)
            ? error.Message
            : $"{weights.DefaultFolder}: {error.Message}");
}
