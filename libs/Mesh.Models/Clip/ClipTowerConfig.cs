namespace Mesh.Models.Clip;

/// <summary>Shape of one of CLIP's two transformers.</summary>
/// <remarks>Radford et al. 2021, arXiv:2103.00020, sections 2.3 and 2.4.</remarks>
public abstract record ClipTowerConfig
{
    /// <summary>Channels of a token.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Channels inside the feed-forward layer.</summary>
    public required int FfnSize { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    public ClipActivation Activation { get; init; } = ClipActivation.QuickGelu;

    public double NormEps { get; init; } = 1e-5;

    /// <exception cref="ArgumentException">Heads do not divide the channels, or a size is not positive.</exception>
    public virtual void Validate()
    {
        if (NumLayers < 1 || NumHeads < 1 || FfnSize < 1 || HiddenSize < NumHeads || HiddenSize % NumHeads != 0)
            throw new ArgumentException($"Sizes of a CLIP do not fit together: {this}.");
    }
}

/// <summary>Shape of the text transformer.</summary>
public sealed record ClipTextConfig : ClipTowerConfig
{
    // What the first published configurations say, whatever the vocabulary; then the end is the largest id.
    private const int LegacyEnd = 2;

    public required int VocabularySize { get; init; }

    /// <summary>Most tokens of a text, start and end included.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Token whose state stands for the text; null is the one of the largest id.</summary>
    public int? EndId { get; init; }

    /// <summary>The text part of clip-vit-large-patch14.</summary>
    public static ClipTextConfig Large { get; } = new()
    {
        VocabularySize = 49408,
        MaxLength = 77,
        HiddenSize = 768,
        FfnSize = 3072,
        NumLayers = 12,
        NumHeads = 12,
    };

    /// <summary>From a published "eos_token_id".</summary>
    public static int? EndOf(int published) => published == LegacyEnd ? null : published;
}

/// <summary>Shape of the image transformer.</summary>
public sealed record ClipVisionConfig : ClipTowerConfig
{
    /// <summary>Pixels of an image's side.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Pixels of a patch's side; divides <see cref="ImageSize"/>.</summary>
    public required int PatchSize { get; init; }

    /// <summary>Patches of an image.</summary>
    public int NumPatches => ImageSize / PatchSize * (ImageSize / PatchSize);

    /// <summary>The image part of clip-vit-large-patch14-336.</summary>
    public static ClipVisionConfig Large336 { get; } = new()
    {
        ImageSize = 336,
        PatchSize = 14,
        HiddenSize = 1024,
        FfnSize = 4096,
        NumLayers = 24,
        NumHeads = 16,
    };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (PatchSize < 1 || ImageSize < PatchSize)
            throw new ArgumentException($"Patches of {PatchSize} pixels do not fit an image of {ImageSize}.");
    }
}

/// <summary>Both transformers and the space that they share.</summary>
/// <param name="Text">The text transformer.</param>
/// <param name="Vision">The image transformer.</param>
/// <param name="Channels">Of the shared space.</param>
public sealed record ClipConfig(ClipTextConfig Text, ClipVisionConfig Vision, int Channels);
