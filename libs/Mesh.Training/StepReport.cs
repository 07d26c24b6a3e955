namespace Mesh.Training;

/// <summary>One step of a run, for whoever watches it: of an optimizer, or of preparing data.</summary>
/// <param name="Stage">Name of the stage, for example "vae".</param>
/// <param name="Step">Steps done in the stage, from 1.</param>
/// <param name="TotalSteps">Steps of the stage; null until the time budget has fixed them.</param>
/// <param name="Loss">Mean over the ranks; null where nothing is trained.</param>
/// <param name="GradNorm">Norm of the averaged gradient before clipping; null where nothing is trained.</param>
/// <param name="SamplesPerSecond">Over all ranks, since the stage began in this process.</param>
/// <param name="Elapsed">Time spent in the stage, over all its processes.</param>
/// <param name="Remaining">Estimate for the rest of the stage.</param>
public sealed record StepReport(
    string Stage,
    int Step,
    int? TotalSteps,
    double? Loss,
    double? GradNorm,
    double SamplesPerSecond,
    TimeSpan Elapsed,
    TimeSpan Remaining);
