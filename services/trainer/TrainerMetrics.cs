using System.Diagnostics.Metrics;
using Mesh.Training.Runs;

namespace Mesh.Trainer;

/// <summary>What is measured of a run.</summary>
public sealed class TrainerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string Meter = "Mesh.Trainer";

    private readonly Counter<long> _steps;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _flops;
    private readonly Counter<double> _seconds;
    private readonly Gauge<double> _loss;
    private readonly Gauge<double> _gradNorm;
    private readonly Gauge<long> _memory;

    public TrainerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        _steps = meter.CreateCounter<long>("mesh.trainer.steps", "{step}", "Optimizer steps.");
        _skipped = meter.CreateCounter<long>("mesh.trainer.skipped", "{step}", "Steps that were not taken.");
        _tokens = meter.CreateCounter<long>("mesh.trainer.tokens", "{token}", "Tokens of all ranks.");
        _flops = meter.CreateCounter<double>("mesh.trainer.operations", "{operation}", "Operations of the network.");
        _seconds = meter.CreateCounter<double>("mesh.trainer.time", "s", "Time of rank 0, by part of a step.");
        _loss = meter.CreateGauge<double>("mesh.trainer.loss", null, "Loss of the last step.");
        _gradNorm = meter.CreateGauge<double>("mesh.trainer.grad_norm", null, "Gradient norm before clipping.");
        _memory = meter.CreateGauge<long>("mesh.trainer.memory", "By", "Tensors of rank 0 on the CPU.");
    }

    public void Add(RunStep step)
    {
        _steps.Add(1);
        _skipped.Add(step.Skipped is null ? 0 : 1);
        _tokens.Add(step.Tokens);
        _flops.Add(step.Flops);
        _loss.Record(step.Loss);
        _gradNorm.Record(step.GradNorm);
        _memory.Record(step.Memory);
        Time("data", step.Times.Data);
        Time("forward", step.Times.Forward);
        Time("backward", step.Times.Backward);
        Time("optimizer", step.Times.Optimizer);
        Time("checkpoint", step.Times.Checkpoint);
        Time("communication", step.Times.Communication);
    }

    private void Time(string part, double seconds) =>
        _seconds.Add(seconds, new KeyValuePair<string, object?>("part", part));
}
