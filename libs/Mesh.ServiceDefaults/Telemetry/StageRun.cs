using System.Diagnostics;
using Mesh.Contracts.Bus;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>
/// One run of a stage: a span, a place among those under way, and at its end its time and outcome. Dispose it when the
/// run is over; unless <see cref="Outcome"/> was set, it counts as faulted.
/// </summary>
public sealed class StageRun : IDisposable
{
    private readonly MeshInstruments _instruments;
    private readonly TagList _tags;
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _ended;

    internal StageRun(MeshInstruments instruments, EditStageName stage, Guid editId, string? model)
    {
        _instruments = instruments;
        _tags = new TagList
        {
            { MetricTags.Stage, MetricTags.Of(stage) },
            { MetricTags.Model, MetricTags.OfModel(model) },
        };
        Span = MeshInstruments.Activities.StartActivity($"stage {MetricTags.Of(stage)}");
        Span?.SetTag(MetricTags.Stage, MetricTags.Of(stage));
        Span?.SetTag(MetricTags.Model, MetricTags.OfModel(model));
        Span?.SetTag(MetricTags.EditId, editId.ToString("N"));
        _instruments.StageRunning.Add(1, _tags);
    }

    /// <summary>How it ended; faulted until said otherwise.</summary>
    public StageOutcome Outcome { get; set; }

    /// <summary>The span of the run; null when nobody records.</summary>
    public Activity? Span { get; }

    /// <summary>Notes the exception on the span; the outcome stays the caller's to set.</summary>
    public void Failed(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Span?.AddException(exception);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        var tags = _tags;
        _instruments.StageRunning.Add(-1, tags);
        var outcome = Outcome.ToString().ToLowerInvariant();
        tags.Add(MetricTags.Outcome, outcome);
        _instruments.StageTime.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
        Span?.SetTag(MetricTags.Outcome, outcome);
        Span?.SetStatus(Outcome == StageOutcome.Faulted ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        Span?.Dispose();
    }
}
