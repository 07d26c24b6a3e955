using Mesh.ServiceDefaults.Hosting;
using Mesh.Stores.Jobs;
using Mesh.Stores.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Gateway.Edits;

/// <summary>Puts edits on the bus again that got lost there: at start with a bus in memory, else after a long silence.
/// </summary>
internal sealed class EditRedispatcher(
    IEditJobStore jobs,
    EditDispatcher dispatcher,
    DispatchOptions options,
    MeshOptions mesh,
    ILogger<EditRedispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (mesh.Transport == MeshTransport.InMemory)
            await RequeueAsync(TimeSpan.Zero, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RequeueAsync(options.Silence, stoppingToken);
            }
            catch (StoreUnavailableException error)
            {
                logger.LogWarning("The job store does not answer: {Reason}", error.Message);
            }
        }
    }

    private async Task RequeueAsync(TimeSpan silence, CancellationToken cancellation)
    {
        var count = await jobs.RequeueAsync(silence, cancellation);
        if (count == 0)
            return;
        logger.LogWarning("{Count} edits go to the bus again, without an end for {Silence}", count, silence);
        dispatcher.Wake();
    }
}
