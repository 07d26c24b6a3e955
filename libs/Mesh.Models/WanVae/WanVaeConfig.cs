namespace Mesh.Models.WanVae;

/// <summary>Shape of Wan's causal video autoencoder. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record WanVaeConfig
{
    public int VideoChannels { get; init; } = 3;

    public required int LatentChannels { get; init; }

    /// <summary>Channels at full resolution, before the factors.</summary>
    public required int BaseChannels { get; init; }

    /// <summary>Factor on the channels of each resolution, the highest first; each further one halves sides.</summary>
    public IReadOnlyList<int> ChannelFactors { get; init; } = [1, 2, 4, 4];

    /// <summary>Residual blocks per resolution of the encoder; the decoder has one more.</summary>
    public int NumLayers { get; init; } = 2;

    /// <summary>Whether time is halved where sides are, one less than <see cref="ChannelFactors"/>.</summary>
    public IReadOnlyList<bool> HalvesTime { get; init; } = [false, true, true];

    /// <summary>Mean of each latent channel, which encoding subtracts.</summary>
    public required IReadOnlyList<double> LatentMean { get; init; }

    /// <summary>Standard deviation of each latent channel, which encoding divides by.</summary>
    public required IReadOnlyList<double> LatentStd { get; init; }

    /// <summary>Pixels per latent cell along height and width.</summary>
    public int SpatialFactor => 1 << HalvesTime.Count;

    /// <summary>Frames per latent frame.</summary>
    public int TemporalFactor => 1 << HalvesTime.Count(halves => halves);

    /// <summary>0.13 B parameters, published as Wan2.1_VAE; Wan report, arXiv:2503.20314, section 4.1.</summary>
    public static WanVaeConfig Wan21 { get; } = new()
    {
        LatentChannels = 16,
        BaseChannels = 96,
        LatentMean =
        [
            -0.7571, -0.7089, -0.9113, 0.1075, -0.1745, 0.9653, -0.1517, 1.5508,
            0.4134, -0.0715, 0.5517, -0.3632, -0.1922, -0.9497, 0.2503, -0.2921,
        ],
        LatentStd =
        [
            2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743,
            3.2687, 2.1526, 2.8652, 1.5579, 1.6382, 1.1253, 2.8251, 1.9160,
        ],
    };

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        if (HalvesTime.Count != ChannelFactors.Count - 1)
        {
            throw new ArgumentException(
                $"HalvesTime has {HalvesTime.Count} entries, but ChannelFactors has {ChannelFactors.Count}.");
        }

        if (LatentMean.Count != LatentChannels || LatentStd.Count != LatentChannels)
        {
            throw new ArgumentException(
                $"LatentMean and LatentStd have {LatentMean.Count} and {LatentStd.Count} entries, but LatentChannels "
                + $"is {LatentChannels}.");
        }
    }
}
