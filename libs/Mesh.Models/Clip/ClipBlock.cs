using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Clip;

/// <summary>Attention, then the feed-forward layer, each behind a norm and around a shortcut.</summary>
internal sealed class ClipBlock : Module<Tensor, Tensor?, Tensor>
{
    private readonly LayerNorm layer_norm1;
    private readonly ClipAttention self_attn;
    private readonly LayerNorm layer_norm2;
    private readonly Mlp mlp;

    public ClipBlock(ClipTowerConfig config, Layers layers)
        : base(nameof(ClipBlock))
    {
        var C = config.HiddenSize;
        layer_norm1 = LayerNorm(C, config.NormEps, device: layers.Device, dtype: layers.DType);
        self_attn = new ClipAttention(config, layers);
        layer_norm2 = LayerNorm(C, config.NormEps, device: layers.Device, dtype: layers.DType);
        mlp = new Mlp(C, config.FfnSize, x => config.Activation.Apply(x), layers);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="mask">Added to the scores, [B, 1, L, L]; null when every token sees all.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var mixed = x + self_attn.call(layer_norm1.call(x), mask);
        return (mixed + mlp.call(layer_norm2.call(mixed))).MoveToOuterDisposeScope();
    }
}
