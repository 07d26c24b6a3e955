namespace Mesh.Training.Optimizers;

/// <summary>Settings of <see cref="AdamW"/>.</summary>
public sealed record AdamWConfig(double LearningRate)
{
    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.99;

    public double Epsilon { get; init; } = 1e-8;

    public double WeightDecay { get; init; }
}
