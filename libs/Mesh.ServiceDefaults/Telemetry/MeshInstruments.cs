using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mesh.Contracts.Bus;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>
/// Everything the mesh itself measures; a singleton of the host. Callers say what happened, this class knows the
/// instruments, their units and attributes (<see cref="MetricNames"/>, <see cref="MetricTags"/>).
/// </summary>
public sealed class MeshInstruments
{
    /// <summary>Name of our activity source and of our meter.</summary>
    public const string Name = "Mesh";

    /// <summary>Spans of the mesh's own work.</summary>
    public static readonly ActivitySource Activities = new(Name);

    private readonly Histogram<double> _requestDuration;
    private readonly Counter<long> _edits;
    private readonly Counter<long> _cancellations;
    private readonly Histogram<double> _queueWait;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _steps;
    private readonly Histogram<double> _stepTime;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _transferBytes;
    private readonly Histogram<double> _transferTime;

    public MeshInstruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        Meter = meters.Create(Name);
        _requestDuration = Seconds(MetricNames.RequestDuration, "From submission to the end of an edit", Buckets.Edit);
        _edits = Meter.CreateCounter<long>(MetricNames.Edits, "{edit}", "Edits that ended");
        _cancellations = Meter.CreateCounter<long>(MetricNames.Cancellations, "{edit}", "Cancellations asked for");
        _queueWait = Seconds(MetricNames.QueueWait, "Time a stage's message waited", Buckets.Edit);
        StageTime = Seconds(MetricNames.StageTime, "Time of one run of a stage", Buckets.Edit);
        StageRunning = Meter.CreateUpDownCounter<long>(MetricNames.StageRunning, "{edit}", "Runs of a stage under way");
        _retries = Meter.CreateCounter<long>(MetricNames.Retries, "{attempt}", "Runs of a stage after the first");
        _steps = Meter.CreateCounter<long>(MetricNames.Steps, "{step}", "Denoising steps");
        _stepTime = Seconds(MetricNames.StepTime, "Time of one denoising step", Buckets.Short);
        _batch = Meter.CreateHistogram<int>(MetricNames.Batch, "{clip}", "Clips computed together");
        _transferBytes = Meter.CreateCounter<long>(MetricNames.TransferBytes, "By", "Artifact bytes moved");
        _transferTime = Seconds(MetricNames.TransferTime, "Time of one artifact transfer", Buckets.Short);
        Training = new(Meter);
        Curation = new(Meter, Seconds(MetricNames.CurationTime, "Time of one run of an operator", Buckets.Edit));
    }

    /// <summary>What curation measures.</summary>
    public CurationInstruments Curation { get; }

    /// <summary>What a trainer measures of its run.</summary>
    public TrainingInstruments Training { get; }

    internal Meter Meter { get; }

    internal Histogram<double> StageTime { get; }

    internal UpDownCounter<long> StageRunning { get; }

    /// <summary>An edit has ended, for good: call it once per edit.</summary>
    /// <param name="state">"succeeded", "failed" or "cancelled".</param>
    /// <param name="priority">Its priority class.</param>
    /// <param name="model">The model it named; null or empty for the default.</param>
    /// <param name="sinceSubmission">Time since it was submitted.</param>
    public void EditEnded(string state, EditPriority priority, string? model, TimeSpan sinceSubmission)
    {
        var tags = new TagList
        {
            { MetricTags.State, state },
            { MetricTags.Priority, MetricTags.Of(priority) },
            { MetricTags.Model, MetricTags.OfModel(model) },
        };
        _edits.Add(1, tags);
        tags.Add(MetricTags.Operation, "edit_video");
        _requestDuration.Record(sinceSubmission.TotalSeconds, tags);
    }

    /// <summary>Somebody asked to cancel an edit that had not ended.</summary>
    public void CancellationRequested() => _cancellations.Add(1);

    /// <summary>A stage's message was taken up after this time in its queue.</summary>
    public void Waited(EditStageName stage, EditPriority priority, TimeSpan wait) => _queueWait.Record(
        Math.Max(0, wait.TotalSeconds),
        new TagList { { MetricTags.Stage, MetricTags.Of(stage) }, { MetricTags.Priority, MetricTags.Of(priority) } });

    /// <summary>A stage starts to run; dispose the result when it has ended.</summary>
    public StageRun StartStage(EditStageName stage, Guid editId, string? model) => new(this, stage, editId, model);

    /// <summary>A stage runs once more for the same message.</summary>
    public void Retried(EditStageName stage) =>
        _retries.Add(1, new KeyValuePair<string, object?>(MetricTags.Stage, MetricTags.Of(stage)));

    /// <summary>A denoising step is done.</summary>
    /// <param name="model">The model it ran; null or empty for the default.</param>
    /// <param name="elapsed">Its time; null when it was not taken.</param>
    /// <param name="batch">Clips that it computed together, at least 1.</param>
    public void Stepped(string? model, TimeSpan? elapsed, int batch = 1)
    {
        var tag = new KeyValuePair<string, object?>(MetricTags.Model, MetricTags.OfModel(model));
        _steps.Add(1, tag);
        if (elapsed is { } time)
            _stepTime.Record(time.TotalSeconds, tag);
        _batch.Record(batch, tag);
    }

    /// <summary>An artifact was read or written.</summary>
    public void Transferred(bool write, long bytes, TimeSpan elapsed)
    {
        var tag = new KeyValuePair<string, object?>(MetricTags.Direction, write ? "write" : "read");
        _transferBytes.Add(bytes, tag);
        _transferTime.Record(elapsed.TotalSeconds, tag);
    }

    /// <summary>Shows the memory of GPUs, read at every export; call it once, where there are any.</summary>
    public void ObserveGpuMemory(Func<IEnumerable<GpuMemory>> read) => Meter.CreateObservableGauge(
        MetricNames.GpuMemory,
        () => read().SelectMany(gpu =>
            new[] { Memory(gpu, "used", gpu.UsedBytes), Memory(gpu, "total", gpu.TotalBytes) }),
        "By",
        "Memory of GPUs");

    /// <summary>Shows how many edits wait, by priority, read at every export; call it once.</summary>
    public void ObserveWaiting(Func<IEnumerable<KeyValuePair<EditPriority, long>>> read) => Meter.CreateObservableGauge(
        MetricNames.WaitingRequests,
        () => read().Select(pair => new Measurement<long>(
            pair.Value, new KeyValuePair<string, object?>(MetricTags.Priority, MetricTags.Of(pair.Key)))),
        "{edit}",
        "Edits that wait for their first stage");

    private static Measurement<long> Memory(GpuMemory gpu, string kind, long bytes) => new(
        bytes,
        new KeyValuePair<string, object?>(MetricTags.Device, gpu.Device),
        new KeyValuePair<string, object?>(MetricTags.Kind, kind));

    private Histogram<double> Seconds(string name, string description, IReadOnlyList<double> buckets) =>
        Meter.CreateHistogram(
            name,
            "s",
            description,
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    /// <summary>Upper bounds in seconds.</summary>
    private static class Buckets
    {
        public static readonly double[] Short =
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

        public static readonly double[] Edit =
            [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
    }
}
