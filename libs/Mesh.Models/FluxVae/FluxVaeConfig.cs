namespace Mesh.Models.FluxVae;

/// <summary>Shape of FLUX's picture autoencoder. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record FluxVaeConfig
{
    public int PictureChannels { get; init; } = 3;

    public required int LatentChannels { get; init; }

    /// <summary>Channels of each resolution, the highest first; each further one halves both sides.</summary>
    public required IReadOnlyList<int> BlockChannels { get; init; }

    /// <summary>Residual blocks per resolution of the encoder; the decoder has one more.</summary>
    public int NumLayers { get; init; } = 2;

    public int NumNormGroups { get; init; } = 32;

    public double NormEps { get; init; } = 1e-6;

    /// <summary>What encoding subtracts.</summary>
    public double Shift { get; init; }

    /// <summary>What encoding then multiplies by.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Pixels per latent cell along each side.</summary>
    public int SpatialFactor => 1 << (BlockChannels.Count - 1);

    /// <summary>84 M parameters, published with FLUX.1; latent diffusion, arXiv:2112.10752, section 3.1.</summary>
    public static FluxVaeConfig Flux1 { get; } = new()
    {
        LatentChannels = 16,
        BlockChannels = [128, 256, 512, 512],
        Shift = 0.1159,
        Scale = 0.3611,
    };

    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        if (BlockChannels.Count == 0 || BlockChannels.Any(channels => channels % NumNormGroups != 0))
        {
            throw new ArgumentException(
                $"BlockChannels {string.Join(", ", BlockChannels)} must be multiples of NumNormGroups "
                + $"{NumNormGroups}.");
        }
    }
}
