namespace Mesh.Models.Vit;

/// <summary>Shape of a vision transformer. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record VitConfig
{
    public required int HiddenSize { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    /// <summary>Channels inside the MLP.</summary>
    public required int MlpSize { get; init; }

    /// <summary>Side of a patch, pixels.</summary>
    public required int PatchSize { get; init; }

    /// <summary>Side of the images whose positions were learned, pixels.</summary>
    public required int ImageSize { get; init; }

    public int ImageChannels { get; init; } = 3;

    public double NormEps { get; init; } = 1e-6;

    public bool QkvBias { get; init; } = true;

    /// <summary>Whether the MLP is gated, as in the giant DINOv2.</summary>
    public bool GatedMlp { get; init; }

    /// <summary>Whether the weights hold a token for masked patches, which inference never uses.</summary>
    public bool MaskToken { get; init; } = true;

    public PositionRule Positions { get; init; } = PositionRule.Resized;

    /// <summary>Cells along one side of the learned table.</summary>
    public int TableSide => ImageSize / PatchSize;

    /// <summary>86 M parameters; DINO, Caron et al. 2021, arXiv:2104.14294, table 1.</summary>
    public static VitConfig DinoBase16 { get; } = new()
    {
        HiddenSize = 768,
        NumLayers = 12,
        NumHeads = 12,
        MlpSize = 3072,
        PatchSize = 16,
        ImageSize = 224,
    };

    /// <summary>86 M parameters; DINOv2, Oquab et al. 2023, arXiv:2304.07193, table 17.</summary>
    public static VitConfig Dinov2Base { get; } = DinoBase16 with { PatchSize = 14, ImageSize = 518 };

    /// <summary>22 M parameters; DINOv2, arXiv:2304.07193, table 17.</summary>
    public static VitConfig Dinov2Small { get; } =
        Dinov2Base with { HiddenSize = 384, NumHeads = 6, MlpSize = 1536 };

    /// <summary>0.3 B parameters; DINOv2, arXiv:2304.07193, table 17.</summary>
    public static VitConfig Dinov2Large { get; } =
        Dinov2Base with { HiddenSize = 1024, NumLayers = 24, NumHeads = 16, MlpSize = 4096 };

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        if (HiddenSize % NumHeads != 0)
            throw new ArgumentException($"HiddenSize {HiddenSize} is not a multiple of NumHeads {NumHeads}.");
        if (PatchSize < 1 || ImageSize < PatchSize)
            throw new ArgumentException($"ImageSize {ImageSize} must be at least PatchSize {PatchSize}.");
    }
}
