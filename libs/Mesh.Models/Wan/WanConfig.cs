namespace Mesh.Models.Wan;

/// <summary>Shape of the Wan video transformer. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record WanConfig
{
    /// <summary>Channels of the latent.</summary>
    public int InChannels { get; init; } = 16;

    public int OutChannels { get; init; } = 16;

    public required int HiddenSize { get; init; }

    public required int FfnSize { get; init; }

    public required int NumHeads { get; init; }

    public required int NumLayers { get; init; }

    /// <summary>Channels of one token of the text encoder.</summary>
    public int TextChannels { get; init; } = 4096;

    /// <summary>Text tokens the network always sees: padding is attended to as well.</summary>
    public int TextLength { get; init; } = 512;

    /// <summary>Sines and cosines of a timestep.</summary>
    public int FreqDim { get; init; } = 256;

    /// <summary>Latent cells of one token along (time, height, width).</summary>
    public IReadOnlyList<int> PatchSize { get; init; } = [1, 2, 2];

    public double NormEps { get; init; } = 1e-6;

    /// <summary>Whether queries and keys are normalised over all heads together.</summary>
    public bool QkNorm { get; init; } = true;

    /// <summary>Whether the input of the attention to the text is normalised.</summary>
    public bool CrossAttentionNorm { get; init; } = true;

    /// <summary>The branch that reads control video, masks and references; null for text alone.</summary>
    public VaceConfig? Vace { get; init; }

    public int HeadDim => HiddenSize / NumHeads;

    /// <summary>Rotary channels per head for (time, height, width).</summary>
    public IReadOnlyList<int> RopeChannels => [HeadDim - 4 * (HeadDim / 6), 2 * (HeadDim / 6), 2 * (HeadDim / 6)];

    /// <summary>Latent cells of one token.</summary>
    public int PatchVolume => PatchSize[0] * PatchSize[1] * PatchSize[2];

    /// <summary>1.4 B parameters; Wan report, arXiv:2503.20314, section 4.</summary>
    public static WanConfig Wan1_3B { get; } = new()
    {
        HiddenSize = 1536,
        FfnSize = 8960,
        NumHeads = 12,
        NumLayers = 30,
    };

    /// <summary>14.3 B parameters; Wan report, arXiv:2503.20314, section 4.</summary>
    public static WanConfig Wan14B { get; } = new()
    {
        HiddenSize = 5120,
        FfnSize = 13824,
        NumHeads = 40,
        NumLayers = 40,
    };

    /// <summary>2.2 B parameters; VACE, arXiv:2503.07598.</summary>
    public static WanConfig Vace1_3B { get; } = Wan1_3B with { Vace = VaceConfig.Every(2, of: 30) };

    /// <summary>17.3 B parameters; VACE, arXiv:2503.07598.</summary>
    public static WanConfig Vace14B { get; } = Wan14B with { Vace = VaceConfig.Every(5, of: 40) };

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        if (HiddenSize % NumHeads != 0)
            throw new ArgumentException($"HiddenSize {HiddenSize} is not a multiple of NumHeads {NumHeads}.");
        if (HeadDim % 2 != 0)
            throw new ArgumentException($"HiddenSize {HiddenSize} over NumHeads {NumHeads} is odd: {HeadDim}.");
        if (FreqDim % 2 != 0)
            throw new ArgumentException($"FreqDim must be even, not {FreqDim}.");
        if (PatchSize.Count != 3 || PatchSize.Any(cells => cells <= 0))
            throw new ArgumentException($"PatchSize must be 3 positive numbers, not {string.Join(", ", PatchSize)}.");
        Vace?.Validate(NumLayers);
    }
}
