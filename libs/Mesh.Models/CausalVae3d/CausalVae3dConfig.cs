namespace Mesh.Models.CausalVae3d;

/// <summary>Shape of the causal 3D video autoencoder. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record CausalVae3dConfig
{
    /// <summary>Eps of every group norm.</summary>
    internal const double NormEps = 1e-6;

    /// <summary>Channels of a video.</summary>
    public int VideoChannels { get; init; } = 3;

    public required int LatentChannels { get; init; }

    /// <summary>Channels of each resolution, the highest first.</summary>
    public required IReadOnlyList<int> BlockChannels { get; init; }

    /// <summary>Residual blocks per resolution of the encoder; the decoder has one more.</summary>
    public required int NumLayers { get; init; }

    public required int NumNormGroups { get; init; }

    /// <summary>Side of a tile, in pixels; larger videos are tiled in space.</summary>
    public required int TileSize { get; init; }

    /// <summary>Length of a temporal tile less one, in frames; longer videos are tiled in time.</summary>
    public required int TileFrames { get; init; }

    /// <summary>What a raw latent is multiplied by.</summary>
    public required double ScalingFactor { get; init; }

    /// <summary>Pixels per latent cell along height and width, a power of two.</summary>
    public int SpatialFactor { get; init; } = 8;

    /// <summary>Frames per latent frame, a power of two.</summary>
    public int TemporalFactor { get; init; } = 4;

    /// <summary>Part of a tile that overlaps the next one.</summary>
    public double TileOverlap { get; init; } = 0.25;

    /// <summary>Whether the middle has an attention over all tokens.</summary>
    public bool MidAttention { get; init; } = true;

    /// <summary>Side of a tile, in latent cells.</summary>
    public int LatentTileSize => TileSize >> (BlockChannels.Count - 1);

    /// <summary>Length of a temporal tile less one, in latent frames.</summary>
    public int LatentTileFrames => TileFrames / TemporalFactor;

    /// <summary>0.25 B parameters; HunyuanVideo report (arXiv:2412.03603), section 4.1.</summary>
    public static CausalVae3dConfig HunyuanVae { get; } = new()
    {
        LatentChannels = 16,
        BlockChannels = [128, 256, 512, 512],
        NumLayers = 2,
        NumNormGroups = 32,
        TileSize = 256,
        TileFrames = 64,
        ScalingFactor = 0.476986,
    };

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        if (BlockChannels.Count == 0)
            throw new ArgumentException("BlockChannels is empty; there must be one resolution at least.");
        if (BlockChannels.FirstOrDefault(channels => channels % NumNormGroups != 0) is not 0 and var odd)
            throw new ArgumentException($"BlockChannels {odd} is not a multiple of NumNormGroups {NumNormGroups}.");
        if (!int.IsPow2(SpatialFactor) || !int.IsPow2(TemporalFactor))
            throw new ArgumentException(
                $"SpatialFactor {SpatialFactor} and TemporalFactor {TemporalFactor} must be powers of two.");
    }

    /// <summary>How block <paramref name="i"/> of the encoder shrinks and block i of the decoder grows.</summary>
    /// <remarks>Space changes in the first blocks, time in those before the last one.</remarks>
    internal Resampling ResamplingOf(int i)
    {
        var last = BlockChannels.Count - 1;
        var space = i < int.Log2(SpatialFactor);
        var time = i >= last - int.Log2(TemporalFactor) && i != last;
        return new Resampling(time ? 2 : 1, space ? 2 : 1);
    }
}
