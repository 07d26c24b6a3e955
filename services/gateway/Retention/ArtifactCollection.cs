using Mesh.Stores.Artifacts;
using Mesh.Stores.Retention;
using Mesh.Stores.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Gateway.Retention;

/// <summary>Has the collector work from time to time; of several gateways, one does.</summary>
internal sealed class ArtifactCollection(
    ArtifactCollector collector, RetentionOptions options, TimeProvider time, ILogger<ArtifactCollection> logger)
    : BackgroundService
{
    private static readonly string Owner = $"{Environment.MachineName}/{Environment.ProcessId}";

    private long _walked = long.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CollectAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left waits for the next gateway.
        }
    }

    private async Task CollectAsync(CancellationToken stopping)
    {
        var walk = _walked == long.MinValue || time.GetElapsedTime(_walked) >= options.OrphanInterval;
        try
        {
            if (await collector.CollectAsync(Owner, walk, stopping) is not { } collected)
            {
                return;
            }

            _walked = walk ? time.GetTimestamp() : _walked;
            if (collected != new Collected(0, 0, 0, 0))
            {
                logger.LogInformation("Collected {Collected}", collected);
            }
        }
        catch (Exception error) when (!stopping.IsCancellationRequested
            && error is StoreUnavailableException or ArtifactStoreException or OperationCanceledException)
        {
            logger.LogWarning("Not everything was collected, the next time will: {Reason}", error.Message);
        }
    }
}
