using Mesh.Models.Llama;

namespace Mesh.Models.QwenVl;

/// <summary>Shape of a Qwen2.5-VL: a vision transformer and a language model. Immutable.</summary>
/// <remarks>Bai et al. 2025 (Qwen2.5-VL), arXiv:2502.13923, section 2 and table 1.</remarks>
public sealed record QwenVlConfig
{
    public required LlamaConfig Text { get; init; }

    public required QwenVlVisionConfig Vision { get; init; }

    /// <summary>Token that a merged cell of a picture takes the place of.</summary>
    public required int ImageId { get; init; }

    /// <summary>Token that a merged cell of a video takes the place of.</summary>
    public required int VideoId { get; init; }

    /// <summary>Whether the scores of the next token come from the embedding's weights.</summary>
    public bool TiesEmbeddings { get; init; }

    /// <summary>Qwen2.5-VL-7B-Instruct.</summary>
    public static QwenVlConfig Qwen7B { get; } = new()
    {
        Text = new()
        {
            VocabularySize = 152064,
            HiddenSize = 3584,
            FfnSize = 18944,
            NumLayers = 28,
            NumHeads = 28,
            NumKeyValueHeads = 4,
            RopeTheta = 1_000_000,
            RopeSections = [16, 24, 24],
            HasQkvBias = true,
            NormEps = 1e-6,
        },
        Vision = new() { OutputSize = 3584 },
        ImageId = 151655,
        VideoId = 151656,
    };

    /// <summary>Qwen2.5-VL-3B-Instruct.</summary>
    public static QwenVlConfig Qwen3B { get; } = Qwen7B with
    {
        Text = Qwen7B.Text with
        {
            VocabularySize = 151936,
            HiddenSize = 2048,
            FfnSize = 11008,
            NumLayers = 36,
            NumHeads = 16,
            NumKeyValueHeads = 2,
        },
        Vision = new() { OutputSize = 2048 },
        TiesEmbeddings = true,
    };

    /// <exception cref="ArgumentException">Sizes do not fit together; the message names them.</exception>
    public void Validate()
    {
        Text.Validate();
        Vision.Validate();
        if (Vision.OutputSize != Text.HiddenSize)
        {
            throw new ArgumentException(
                $"Features of pictures have {Vision.OutputSize} channels and words {Text.HiddenSize}.");
        }
        if (Text.RopeSections is not { Count: 3 })
            throw new ArgumentException("Rotary sections of time, rows and columns are missing.");
    }
}
