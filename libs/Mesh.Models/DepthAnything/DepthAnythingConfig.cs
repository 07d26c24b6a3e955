using Mesh.Models.Vit;

namespace Mesh.Models.DepthAnything;

/// <summary>Shape of the depth network. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record DepthAnythingConfig
{
    public required VitConfig Backbone { get; init; }

    /// <summary>Blocks of the backbone whose output is used, from 1, the finest map first.</summary>
    public required IReadOnlyList<int> Blocks { get; init; }

    /// <summary>What the sides of each map are multiplied by: 4, 2, 1 or 0.5.</summary>
    public IReadOnlyList<double> Factors { get; init; } = [4, 2, 1, 0.5];

    /// <summary>Channels of each map.</summary>
    public required IReadOnlyList<int> NeckChannels { get; init; }

    /// <summary>Channels in which the maps are fused.</summary>
    public required int FusionChannels { get; init; }

    public int HeadChannels { get; init; } = 32;

    /// <summary>The largest depth in metres of a metric network; null for one of relative inverse depth.</summary>
    public double? MaxDepth { get; init; }

    /// <summary>25 M parameters; Depth Anything V2, Yang et al. 2024, arXiv:2406.09414.</summary>
    public static DepthAnythingConfig SmallV2 { get; } = new()
    {
        Backbone = VitConfig.Dinov2Small,
        Blocks = [3, 6, 9, 12],
        NeckChannels = [48, 96, 192, 384],
        FusionChannels = 64,
    };

    /// <summary>0.3 B parameters; Depth Anything V2, arXiv:2406.09414.</summary>
    public static DepthAnythingConfig LargeV2 { get; } = new()
    {
        Backbone = VitConfig.Dinov2Large,
        Blocks = [5, 12, 18, 24],
        NeckChannels = [256, 512, 1024, 1024],
        FusionChannels = 256,
    };

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        Backbone.Validate();
        if (Blocks.Count != Factors.Count || NeckChannels.Count != Factors.Count)
        {
            throw new ArgumentException(
                $"Blocks, Factors and NeckChannels have {Blocks.Count}, {Factors.Count} and {NeckChannels.Count} "
                + "entries.");
        }

        if (Blocks.Any(block => block < 1 || block > Backbone.NumLayers))
        {
            throw new ArgumentException(
                $"Blocks must be 1 to NumLayers {Backbone.NumLayers}, not {string.Join(", ", Blocks)}.");
        }

        if (Factors.Any(factor => factor is not (4 or 2 or 1 or 0.5)))
            throw new ArgumentException($"Factors must be 4, 2, 1 or 0.5, not {string.Join(", ", Factors)}.");
    }
}
