namespace Mesh.Models.Llama;

/// <summary>Shape of a LLaMA language model. Immutable; derive a variant with <c>with</c>.</summary>
/// <remarks>Touvron et al. 2023, arXiv:2302.13971, section 2.2; grouped queries as in Ainslie et al. 2023.</remarks>
public sealed record LlamaConfig
{
    public required int VocabularySize { get; init; }

    /// <summary>Channels of a token.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Channels inside the gated feed-forward layer.</summary>
    public required int FfnSize { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    /// <summary>Heads of keys and values, each shared by as many query heads; divides <see cref="NumHeads"/>.</summary>
    public required int NumKeyValueHeads { get; init; }

    /// <summary>Channels of a head; null is <see cref="HiddenSize"/> over <see cref="NumHeads"/>.</summary>
    public int? HeadSize { get; init; }

    /// <summary>Base of the rotary wave lengths.</summary>
    public required double RopeTheta { get; init; }

    /// <summary>
    /// Pairs of channels that turn by each axis of a place, in order; null turns all by the one place of a token.
    /// </summary>
    /// <remarks>Wang et al. 2024 (M-RoPE of Qwen2-VL), arXiv:2409.12191, section 2.1.</remarks>
    public IReadOnlyList<int>? RopeSections { get; init; }

    /// <summary>Whether queries, keys and values have biases, as in Qwen2.</summary>
    public bool HasQkvBias { get; init; }

    public double NormEps { get; init; } = 1e-5;

    /// <summary>Channels of a head.</summary>
    public int HeadDim => HeadSize ?? HiddenSize / NumHeads;

    /// <summary>
    /// The language model of llava-llama-3-8b-v1_1, which HunyuanVideo and ICVE read instructions with.
    /// </summary>
    public static LlamaConfig Llava8B { get; } = new()
    {
        VocabularySize = 128320,
        HiddenSize = 4096,
        FfnSize = 14336,
        NumLayers = 32,
        NumHeads = 32,
        NumKeyValueHeads = 8,
        RopeTheta = 500_000,
    };

    /// <exception cref="ArgumentException">Sizes do not fit together; the message names them.</exception>
    public void Validate()
    {
        if (NumLayers < 1 || HiddenSize < 1 || FfnSize < 1 || VocabularySize < 1)
            throw new ArgumentException($"Sizes of a LLaMA must be positive: {this}.");
        if (NumKeyValueHeads < 1 || NumHeads % NumKeyValueHeads != 0)
            throw new ArgumentException($"{NumHeads} heads cannot share {NumKeyValueHeads} heads of keys and values.");
        if (HeadDim < 2 || HeadDim % 2 != 0)
            throw new ArgumentException($"Channels of a head must be even for rotary positions, got {HeadDim}.");
        if (RopeSections is { } sections && sections.Sum() != HeadDim / 2)
        {
            throw new ArgumentException(
                $"Rotary sections must sum to {HeadDim / 2}, got {string.Join(" + ", sections)}.");
        }
    }
}
