// B batch, N patches, C hidden size

using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Clip;

/// <summary>Transformer over the patches of an image.</summary>
public sealed class ClipVisionTransformer : Module<Tensor, (Tensor Tokens, Tensor Pooled)>
{
    private readonly ClipVisionEmbeddings embeddings;
    private readonly LayerNorm pre_layrnorm;  // so spelled in every published file
    private readonly ClipEncoder encoder;
    private readonly LayerNorm post_layernorm;
    private readonly ClipVisionConfig _config;

    internal ClipVisionTransformer(ClipVisionConfig config, Layers layers)
        : base(nameof(ClipVisionTransformer))
    {
        config.Validate();
        _config = config;
        var C = config.HiddenSize;
        embeddings = new ClipVisionEmbeddings(config, layers);
        pre_layrnorm = LayerNorm(C, config.NormEps, device: layers.Device, dtype: layers.DType);
        encoder = new ClipEncoder(config, layers);
        post_layernorm = LayerNorm(C, config.NormEps, device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    /// <param name="pixels">Normalised as the network was trained, [B, 3, S, S].</param>
    /// <returns>Class token and patches, [B, 1 + N, C]; the class token behind the last norm, [B, C].</returns>
    /// <exception cref="ShapeException">The pixels have another shape.</exception>
    public override (Tensor Tokens, Tensor Pooled) forward(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var tokens = After(pixels, _config.NumLayers);
        var pooled = post_layernorm.call(tokens.select(1, 0));
        return (tokens.MoveToOuterDisposeScope(), pooled.MoveToOuterDisposeScope());
    }

    /// <summary>The state after some of the blocks, without a norm.</summary>
    /// <param name="pixels">[B, 3, S, S].</param>
    /// <param name="blocks">From 0 to the number of layers.</param>
    /// <returns>Class token and patches, [B, 1 + N, C].</returns>
    /// <exception cref="ShapeException">The pixels have another shape.</exception>
    public Tensor After(Tensor pixels, int blocks)
    {
        var S = _config.ImageSize;
        if (pixels.shape is not [_, 3, var height, var width] || height != S || width != S)
            throw new ShapeException(nameof(pixels), $"[B, 3, {S}, {S}]", pixels.shape);

        using var scope = NewDisposeScope();
        return encoder.After(pre_layrnorm.call(embeddings.call(pixels)), null, blocks).MoveToOuterDisposeScope();
    }
}

/// <summary>The class token and the patches as vectors.</summary>
internal sealed class ClipVisionEmbeddings : Module<Tensor, Tensor>
{
    private readonly Parameter class_embedding;  // [C]
    private readonly Conv2d patch_embedding;
    private readonly Embedding position_embedding;

    public ClipVisionEmbeddings(ClipVisionConfig config, Layers layers)
        : base(nameof(ClipVisionEmbeddings))
    {
        var (C, P) = (config.HiddenSize, config.PatchSize);
        class_embedding = Parameter(randn([C], layers.DType, layers.Device) / Math.Sqrt(C));
        patch_embedding = Conv2d(
            3, C, kernel_size: P, stride: P, bias: false, device: layers.Device, dtype: layers.DType);
        position_embedding = Embedding(1 + config.NumPatches, C, device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    /// <param name="pixels">[B, 3, S, S].</param>
    /// <returns>[B, 1 + N, C].</returns>
    public override Tensor forward(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var patches = patch_embedding.call(pixels.to(class_embedding.dtype)).flatten(2).transpose(1, 2);  // [B, N, C]
        var first = class_embedding.expand(pixels.shape[0], 1, -1);
        return (cat([first, patches], 1) + position_embedding.weight!).MoveToOuterDisposeScope();
    }
}
