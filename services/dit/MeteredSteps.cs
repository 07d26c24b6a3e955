using System.Diagnostics;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Telemetry;

namespace Mesh.Dit;

/// <summary>Counts the steps that pass by, and takes the time between two of the same window.</summary>
internal sealed class MeteredSteps(IProgress<StageProgress> next, MeshInstruments instruments, string model)
    : IProgress<StageProgress>
{
    private (long Time, StageProgress Step)? _last;

    public void Report(StageProgress value)
    {
        // The first of a window holds what came before it, such as loading; the others are steps alone.
        var elapsed = _last is { } last && last.Step.Window == value.Window && last.Step.Step == value.Step - 1
            ? Stopwatch.GetElapsedTime(last.Time)
            : (TimeSpan?)null;
        if (value.Step > 0)
            instruments.Stepped(model, elapsed);
        _last = (Stopwatch.GetTimestamp(), value);
        next.Report(value);
    }
}
