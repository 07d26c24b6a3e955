namespace Mesh.Training.Stages;

/// <summary>One step in the history of a stage.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Loss">Mean over the ranks.</param>
/// <param name="GradNorm">Before clipping.</param>
/// <param name="Seconds">Since the stage began, over all its processes.</param>
public readonly record struct StepRecord(int Step, double Loss, double GradNorm, double Seconds);
