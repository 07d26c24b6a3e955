using System.Diagnostics.Metrics;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>What a worker of the curation measures; what is done again after a crash counts again.</summary>
public sealed class CurationInstruments
{
    private readonly Histogram<double> _operatorTime;
    private readonly Counter<long> _samples;
    private readonly Counter<long> _drops;
    private readonly UpDownCounter<long> _running;

    internal CurationInstruments(Meter meter, Histogram<double> operatorTime)
    {
        _operatorTime = operatorTime;
        _samples = meter.CreateCounter<long>(MetricNames.CurationSamples, "{sample}", "Samples made");
        _drops = meter.CreateCounter<long>(MetricNames.CurationDrops, "{drop}", "Films, shots and samples left out");
        _running = meter.CreateUpDownCounter<long>(
            MetricNames.CurationRunning, "{film}", "Films that are worked on");
    }

    /// <summary>An operator has worked once.</summary>
    public void Worked(string name, TimeSpan time) => _operatorTime.Record(
        time.TotalSeconds, new KeyValuePair<string, object?>(MetricTags.Operator, name));

    /// <summary>A sample was made, or dropped on the way.</summary>
    public void Sampled(bool kept) => _samples.Add(
        1, new KeyValuePair<string, object?>(MetricTags.Outcome, kept ? "kept" : "dropped"));

    /// <summary>An operator has dropped a film, a shot or a sample.</summary>
    /// <param name="name">Of the operator.</param>
    /// <param name="reason">The same few words for all of a kind.</param>
    public void Dropped(string name, string reason) => _drops.Add(
        1,
        new KeyValuePair<string, object?>(MetricTags.Operator, name),
        new KeyValuePair<string, object?>(MetricTags.Reason, reason));

    /// <summary>A film is worked on until the result is disposed of.</summary>
    /// <param name="step">"look" or "make".</param>
    public IDisposable Run(string step)
    {
        var tag = new KeyValuePair<string, object?>(MetricTags.Step, step);
        _running.Add(1, tag);
        return new Running(() => _running.Add(-1, tag));
    }

    private sealed class Running(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
