namespace Mesh.Training.Optimizers;

/// <summary>Settings of <see cref="Muon"/>.</summary>
public sealed record MuonConfig(double LearningRate)
{
    public double Momentum { get; init; } = 0.95;

    /// <summary>Newton-Schulz iterations.</summary>
    public int Iterations { get; init; } = 5;
}
