using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Umt5;

/// <summary>The text encoder of Wan; state-dict keys are those that Wan publishes.</summary>
/// <remarks>T5 encoder, Raffel et al. 2020, arXiv:1910.10683, with position biases per layer.</remarks>
public sealed class Umt5Model : Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding token_embedding;
    private readonly RelativePositions? pos_embedding;
    private readonly ModuleList<Umt5Block> blocks;
    private readonly RmsNorm norm;

    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public Umt5Model(Umt5Config config, Layers? layers = null)
        : base(nameof(Umt5Model))
    {
        config.Validate();
        layers ??= Layers.Default;
        token_embedding = Embedding(
            config.VocabularySize, config.HiddenSize, device: layers.Device, dtype: layers.DType);
        pos_embedding = config.SharedPositions ? new RelativePositions(config, layers) : null;
        blocks = new ModuleList<Umt5Block>(
            [.. Enumerable.Range(0, config.NumLayers).Select(_ => new Umt5Block(config, layers))]);
        norm = new RmsNorm(config.HiddenSize, layers, Umt5Config.NormEps);
        RegisterComponents();
    }

    /// <param name="ids">Token ids, int64, [B, L].</param>
    /// <param name="mask">1 for a real token and 0 for padding, [B, L].</param>
    /// <returns>[B, L, HiddenSize]; rows of padding have no meaning.</returns>
    /// <exception cref="ShapeException">The ids are not [B, L], or the mask has another shape.</exception>
    public override Tensor forward(Tensor ids, Tensor mask)
    {
        if (ids.shape is not [_, var L])
            throw new ShapeException(nameof(ids), "[B, L]", ids.shape);
        if (!mask.shape.SequenceEqual(ids.shape))
            throw new ShapeException(nameof(mask), $"[{string.Join(", ", ids.shape)}]", mask.shape);

        using var scope = NewDisposeScope();
        var x = token_embedding.call(ids);                  // [B, L, C]
        var bias = KeyMask.Additive(mask, x.dtype);         // [B, 1, 1, L]
        if (pos_embedding is not null)
            bias = bias + pos_embedding.call(L);
        foreach (var block in blocks)
            x = block.call(x, bias).InPlaceOf(x);
        return norm.call(x).MoveToOuterDisposeScope();
    }
}
