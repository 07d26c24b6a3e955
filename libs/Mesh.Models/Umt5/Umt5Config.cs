namespace Mesh.Models.Umt5;

/// <summary>Shape of the UMT5 encoder. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record Umt5Config
{
    /// <summary>Eps of every norm.</summary>
    internal const double NormEps = 1e-6;

    public required int VocabularySize { get; init; }

    /// <summary>Channels of a token.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Channels of all heads together; need not be <see cref="HiddenSize"/>.</summary>
    public required int AttentionSize { get; init; }

    /// <summary>Channels inside the gated feed-forward layer.</summary>
    public required int FfnSize { get; init; }

    public required int NumHeads { get; init; }

    public required int NumLayers { get; init; }

    /// <summary>Buckets of relative distance, half of them for keys ahead.</summary>
    public required int NumBuckets { get; init; }

    /// <summary>Distances from here on share the last bucket.</summary>
    public int MaxDistance { get; init; } = 128;

    /// <summary>Whether all layers use one table of position biases, as T5 does; UMT5 has one per layer.</summary>
    public bool SharedPositions { get; init; }

    /// <summary>5.7 B parameters, the text encoder of Wan; UniMax, Chung et al. 2023, arXiv:2304.09151.</summary>
    public static Umt5Config Xxl { get; } = new()
    {
        VocabularySize = 256384,
        HiddenSize = 4096,
        AttentionSize = 4096,
        FfnSize = 10240,
        NumHeads = 64,
        NumLayers = 24,
        NumBuckets = 32,
    };

    /// <summary>4.8 B parameters, T5 v1.1 XXL: the text encoder of FLUX.1.</summary>
    public static Umt5Config T5Xxl { get; } = Xxl with { VocabularySize = 32128, SharedPositions = true };

    /// <summary>Throws when the numbers do not fit together.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other; the message names both.</exception>
    public void Validate()
    {
        if (AttentionSize % NumHeads != 0)
            throw new ArgumentException($"AttentionSize {AttentionSize} is not a multiple of NumHeads {NumHeads}.");
        if (NumBuckets < 4 || NumBuckets % 4 != 0)
            throw new ArgumentException($"NumBuckets must be a positive multiple of 4, not {NumBuckets}.");
        if (MaxDistance <= NumBuckets / 4)
            throw new ArgumentException($"MaxDistance {MaxDistance} must exceed a quarter of NumBuckets {NumBuckets}.");
    }
}
