namespace Mesh.Curation.Recipes;

/// <summary>The depth of the source beside each sample, for generators that keep shapes by it.</summary>
public sealed record DepthRules
{
    /// <summary>Name of the estimator that the caller brings.</summary>
    public string Estimator { get; init; } = "depth-anything";

    /// <summary>
    /// Least deviation of the grey values of a frame, 0 to 255: below it nothing stands before anything.
    /// </summary>
    public double MinContrast { get; init; } = 4;
}
