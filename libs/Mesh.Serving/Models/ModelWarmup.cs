using Mesh.Editing.Serving;
using Microsoft.Extensions.Hosting;

namespace Mesh.Serving.Models;

/// <summary>
/// Loads the default model when the service starts, so that the first edit does not wait for it; a service whose model
/// cannot be loaded stops, and says why.
/// </summary>
internal sealed class ModelWarmup(ModelHost models) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var handle = await models.AcquireAsync(name: null, stoppingToken);
    }
}
