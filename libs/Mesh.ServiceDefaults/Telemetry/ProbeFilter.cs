using System.Diagnostics;
using OpenTelemetry;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>Keeps the spans of health probes, several a minute and pod, out of the export.</summary>
internal sealed class ProbeFilter : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem("url.path") is string path &&
            (path.StartsWith("/healthz", StringComparison.Ordinal) ||
             path.StartsWith("/grpc.health.v1.Health/", StringComparison.Ordinal)))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
