using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Jobs;
using Mesh.Stores.Sql;
using Microsoft.Extensions.Hosting;

namespace Mesh.Gateway.Edits;

/// <summary>Shows how many edits wait, whenever metrics are exported.</summary>
internal sealed class WaitingGauge(MeshInstruments instruments, IEditJobStore jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        instruments.ObserveWaiting(Read);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Gauges are read on the exporter's own thread, which may wait.
    private IEnumerable<KeyValuePair<EditPriority, long>> Read()
    {
        try
        {
            var waiting = jobs.WaitingAsync().GetAwaiter().GetResult();
            return from priority in Enum.GetValues<EditPriority>()
                   select KeyValuePair.Create(priority, waiting.GetValueOrDefault((EditJobPriority)priority));
        }
        catch (StoreUnavailableException)
        {
            return [];  // no answer is not zero
        }
    }
}
