using Mesh.Training.Stages;

namespace Mesh.Nano.Ablation;

/// <summary>The loss of one stage of an arm.</summary>
/// <param name="Seed">Of the arm.</param>
/// <param name="Arm">Its name.</param>
/// <param name="Stage">Of clips or of pairs: their losses are not comparable.</param>
/// <param name="Before">Steps of the stage before.</param>
/// <param name="History">Steps count from 1 in each stage.</param>
public sealed record AblationLoss(
    ulong Seed, string Arm, string Stage, int Before, IReadOnlyList<StepRecord> History);
