namespace Mesh.Training.Vae;

/// <summary>Weights of an autoencoder's loss on video in [-1, 1].</summary>
public sealed record VaeObjective
{
    public double Absolute { get; init; } = 1;

    public double Squared { get; init; } = 2;

    /// <summary>Of the mean squared latent.</summary>
    public double Latent { get; init; } = 1e-4;
}
