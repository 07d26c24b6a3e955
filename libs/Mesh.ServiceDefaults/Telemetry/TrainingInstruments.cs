using System.Diagnostics.Metrics;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>What a trainer measures of its run; what is done again after a crash counts again.</summary>
public sealed class TrainingInstruments
{
    private readonly Counter<long> _steps;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _operations;
    private readonly Counter<double> _time;
    private readonly Gauge<double> _loss;
    private readonly Gauge<double> _gradNorm;
    private readonly Gauge<long> _memory;

    internal TrainingInstruments(Meter meter)
    {
        _steps = meter.CreateCounter<long>(MetricNames.TrainerSteps, "{step}", "Optimizer steps");
        _skipped = meter.CreateCounter<long>(MetricNames.TrainerSkipped, "{step}", "Steps that were not taken");
        _tokens = meter.CreateCounter<long>(MetricNames.TrainerTokens, "{token}", "Tokens of all ranks");
        _operations = meter.CreateCounter<double>(
            MetricNames.TrainerOperations, "{operation}", "Operations of the network");
        _time = meter.CreateCounter<double>(MetricNames.TrainerTime, "s", "Time of rank 0, by part of a step");
        _loss = meter.CreateGauge<double>(MetricNames.TrainerLoss, null, "Loss of the last step");
        _gradNorm = meter.CreateGauge<double>(MetricNames.TrainerGradNorm, null, "Gradient norm before clipping");
        _memory = meter.CreateGauge<long>(MetricNames.TrainerMemory, "By", "Tensors of rank 0 on the CPU");
    }

    /// <summary>A step is done.</summary>
    /// <param name="isSkipped">Whether its update was left out.</param>
    /// <param name="loss">Mean over the samples.</param>
    /// <param name="gradNorm">Before clipping.</param>
    public void Stepped(bool isSkipped, double loss, double gradNorm)
    {
        _steps.Add(1);
        _skipped.Add(isSkipped ? 1 : 0);
        _loss.Record(loss);
        _gradNorm.Record(gradNorm);
    }

    /// <summary>What a step has worked on, over all ranks.</summary>
    public void Worked(long tokens, double operations)
    {
        _tokens.Add(tokens);
        _operations.Add(operations);
    }

    /// <param name="part">One of those that <see cref="MetricTags.Part"/> lists.</param>
    /// <param name="seconds">Of rank 0.</param>
    public void Spent(string part, double seconds) =>
        _time.Add(seconds, new KeyValuePair<string, object?>(MetricTags.Part, part));

    /// <param name="bytes">Tensors of rank 0 on the CPU.</param>
    public void Holds(long bytes) => _memory.Record(bytes);
}
