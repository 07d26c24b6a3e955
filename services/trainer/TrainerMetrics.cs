using Mesh.ServiceDefaults.Telemetry;
using Mesh.Training.Runs;

namespace Mesh.Trainer;

/// <summary>What is measured of a run.</summary>
public sealed class TrainerMetrics(MeshInstruments instruments)
{
    public void Add(RunStep step)
    {
        var training = instruments.Training;
        training.Stepped(step.Skipped is not null, step.Loss, step.GradNorm);
        training.Worked(step.Tokens, step.Flops);
        training.Holds(step.Memory);
        training.Spent("data", step.Times.Data);
        training.Spent("forward", step.Times.Forward);
        training.Spent("backward", step.Times.Backward);
        training.Spent("optimizer", step.Times.Optimizer);
        training.Spent("checkpoint", step.Times.Checkpoint);
        training.Spent("communication", step.Times.Communication);
    }
}
