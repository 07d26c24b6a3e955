namespace Mesh.Models.NanoVae;

/// <summary>Shape of the small video autoencoder. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record NanoVaeConfig
{
    /// <summary>Pixels of a patch per side: one latent cell.</summary>
    public const int Patch = 4;

    /// <summary>Frames behind one latent frame, the first excepted: it stands for frame 1 alone.</summary>
    public const int Group = 4;

    public required int LatentChannels { get; init; }

    /// <summary>Channels at half resolution, where every frame is kept.</summary>
    public required int HalfChannels { get; init; }

    /// <summary>Channels at quarter resolution, where latent frames are kept.</summary>
    public required int QuarterChannels { get; init; }

    public int NumEncoderHalfBlocks { get; init; } = 1;

    public int NumDecoderHalfBlocks { get; init; } = 2;

    /// <summary>Blocks at quarter resolution, of the encoder and of the decoder each.</summary>
    public int NumQuarterBlocks { get; init; } = 2;

    /// <summary>0.9 M parameters, for clips of 32x32 and the like.</summary>
    public static NanoVaeConfig Nano { get; } = new()
    {
        LatentChannels = 16,
        HalfChannels = 32,
        QuarterChannels = 96,
    };

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">More latent channels than a patch of frame 1 has values.</exception>
    public void Validate()
    {
        const int FirstValues = 3 * Patch * Patch;
        if (LatentChannels is < 1 or > FirstValues)
            throw new ArgumentException($"LatentChannels must be in 1..{FirstValues}, got {LatentChannels}.");
    }
}
