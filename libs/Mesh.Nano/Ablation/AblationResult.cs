namespace Mesh.Nano.Ablation;

/// <summary>A finished comparison.</summary>
/// <param name="Recipe">What was run.</param>
/// <param name="Points">Scores of all seeds, arms and steps, in this order.</param>
/// <param name="Losses">Of all seeds, arms and stages, in this order.</param>
public sealed record AblationResult(
    AblationRecipe Recipe, IReadOnlyList<AblationPoint> Points, IReadOnlyList<AblationLoss> Losses);
