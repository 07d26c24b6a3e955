using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Clip;

/// <summary>The image part of a CLIP alone, under its published names.</summary>
public sealed class ClipVisionModel : Module<Tensor, (Tensor Tokens, Tensor Pooled)>
{
    private readonly ClipVisionTransformer vision_model;

    public ClipVisionModel(ClipVisionConfig config, Layers? layers = null)
        : base(nameof(ClipVisionModel))
    {
        Config = config;
        vision_model = new ClipVisionTransformer(config, layers ?? Layers.Default);
        RegisterComponents();
    }

    public ClipVisionConfig Config { get; }

    /// <inheritdoc cref="ClipVisionTransformer.forward"/>
    public override (Tensor Tokens, Tensor Pooled) forward(Tensor pixels) => vision_model.call(pixels);

    /// <inheritdoc cref="ClipVisionTransformer.After"/>
    public Tensor After(Tensor pixels, int blocks) => vision_model.After(pixels, blocks);
}
