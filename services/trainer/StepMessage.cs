using Mesh.Contracts.Trainer.V1;
using Mesh.Training.Runs;

namespace Mesh.Trainer;

/// <summary>A step on the wire.</summary>
internal static class StepMessage
{
    public static Step Of(RunStep step)
    {
        var seconds = Math.Max(step.Times.Total, 1e-9);
        return new Step
        {
            Stage = step.Stage,
            Step_ = step.Step,
            Loss = step.Loss,
            GradNorm = step.GradNorm,
            LearningRate = step.LearningRate,
            TokensPerSecond = step.Tokens / seconds,
            FlopsPerSecond = step.Flops / seconds,
            MemoryBytes = step.Memory,
            DataSeconds = step.Times.Data,
            CommunicationSeconds = step.Times.Communication,
            Skipped = step.Skipped ?? "",
        };
    }
}
