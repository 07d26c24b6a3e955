using Mesh.ServiceDefaults.Hosting;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;
using Mesh.Stores.Leases;
using Microsoft.Extensions.Logging;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>What every stage works with; one per process.</summary>
public sealed class StageTools(
    MeshOptions options,
    IArtifactStore artifacts,
    IEditJobStore jobs,
    ILeaseStore leases,
    WorkSlot slot,
    RunningEdits running,
    MeshInstruments instruments,
    ILoggerFactory loggers)
{
    public BusOptions Options => options.Bus;

    public IArtifactStore Artifacts => artifacts;

    public IEditJobStore Jobs => jobs;

    public ILeaseStore Leases => leases;

    public WorkSlot Slot => slot;

    public RunningEdits Running => running;

    public MeshInstruments Instruments => instruments;

    /// <summary>Names this process among the holders of leases.</summary>
    public string Owner { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    internal ILogger Logger(string stage) => loggers.CreateLogger($"Mesh.Stage.{stage}");
}
