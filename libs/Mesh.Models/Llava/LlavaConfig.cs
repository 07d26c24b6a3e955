using Mesh.Models.Clip;
using Mesh.Models.Llama;

namespace Mesh.Models.Llava;

/// <summary>Shape of a LLaVA: an image encoder, a projector and a language model.</summary>
/// <remarks>Liu et al. 2023, arXiv:2310.03744, section 3.2.</remarks>
public sealed record LlavaConfig
{
    public required LlamaConfig Text { get; init; }

    public required ClipVisionConfig Vision { get; init; }

    /// <summary>Token that a feature of an image takes the place of.</summary>
    public required int ImageId { get; init; }

    /// <summary>Layers of the image encoder that are not used, counted from its end.</summary>
    public int SkippedVisionLayers { get; init; } = 1;

    /// <summary>Whether the class token is a feature too.</summary>
    public bool KeepClassToken { get; init; }

    /// <summary>Features of one image.</summary>
    public int ImageTokens => Vision.NumPatches + (KeepClassToken ? 1 : 0);

    /// <summary>llava-llama-3-8b-v1_1.</summary>
    public static LlavaConfig Llama8B { get; } = new()
    {
        Text = LlamaConfig.Llava8B,
        Vision = ClipVisionConfig.Large336,
        ImageId = 128257,
    };
}
