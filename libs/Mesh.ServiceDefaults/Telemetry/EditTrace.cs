using System.Diagnostics;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>
/// Carries the trace of a client's call over the time an edit waits: the gateway keeps <see cref="Current"/> with the
/// edit, and whoever sends its routing slip later does so inside <see cref="Resume"/>.
/// </summary>
public static class EditTrace
{
    /// <summary>W3C traceparent of the span that is running; null when nobody records.</summary>
    public static string? Current =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } span ? span.Id : null;

    /// <summary>Goes on with a kept trace: a span that is the parent of all that starts until it is disposed.</summary>
    /// <param name="traceParent">What <see cref="Current"/> was; a null or unreadable one starts a trace.</param>
    /// <param name="name">Name of the span, for example "dispatch edit".</param>
    /// <param name="editId">The edit.</param>
    public static Activity? Resume(string? traceParent, string name, Guid editId)
    {
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent);
        var span = MeshInstruments.Activities.StartActivity(name, ActivityKind.Producer, parent);
        span?.SetTag(MetricTags.EditId, editId.ToString("N"));
        return span;
    }
}
