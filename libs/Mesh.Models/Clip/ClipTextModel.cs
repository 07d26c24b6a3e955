using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Clip;

/// <summary>The text part of a CLIP alone, under its published names.</summary>
public sealed class ClipTextModel : Module<Tensor, Tensor?, (Tensor Tokens, Tensor Pooled)>
{
    private readonly ClipTextTransformer text_model;

    public ClipTextModel(ClipTextConfig config, Layers? layers = null)
        : base(nameof(ClipTextModel))
    {
        Config = config;
        text_model = new ClipTextTransformer(config, layers ?? Layers.Default);
        RegisterComponents();
    }

    public ClipTextConfig Config { get; }

    /// <inheritdoc cref="ClipTextTransformer.forward"/>
    public override (Tensor Tokens, Tensor Pooled) forward(Tensor ids, Tensor? mask) => text_model.call(ids, mask);

    /// <summary>Our key for a published name; null for the image part and for tables that are computed.</summary>
    public static string? KeyOf(string published)
    {
        var name = published.StartsWith("text_model.", StringComparison.Ordinal)
            ? published
            : $"text_model.{published}";
        return name.Contains("vision_model", StringComparison.Ordinal)
            || name.Contains("visual_projection", StringComparison.Ordinal)
            || name.Contains("text_projection", StringComparison.Ordinal)
            || name.EndsWith("logit_scale", StringComparison.Ordinal)
            || name.EndsWith("position_ids", StringComparison.Ordinal) ? null : name;
    }
}
