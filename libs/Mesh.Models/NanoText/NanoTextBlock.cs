// B batch, L tokens, C hidden size, H heads, D head dim (C = H * D)

using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoText;

/// <summary>Pre-norm transformer layer over the words of an instruction.</summary>
internal sealed class NanoTextBlock : Module<Tensor, Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly Module<Tensor, Tensor> qkv;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;
    private readonly Module<Tensor, Tensor> proj;
    private readonly LayerNorm norm2;
    private readonly Mlp mlp;
    private readonly int _numHeads;

    public NanoTextBlock(NanoTextConfig config, Layers layers)
        : base(nameof(NanoTextBlock))
    {
        var C = config.HiddenSize;
        norm1 = LayerNorm(C, device: layers.Device, dtype: layers.DType);
        qkv = layers.Linear(nameof(qkv), C, 3 * C, bias: true);
        attention = layers.Attention();
        proj = layers.Linear(nameof(proj), C, C, bias: true);
        norm2 = LayerNorm(C, device: layers.Device, dtype: layers.DType);
        mlp = new Mlp(C, config.MlpRatio * C, x => functional.gelu(x), layers);
        _numHeads = config.NumHeads;
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="mask">Hides padding, [B, 1, 1, L].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var parts = qkv.call(norm1.call(x)).unflatten(2, 3, _numHeads, -1).transpose(1, 3).unbind(2);  // [B, H, L, D]
        var mixed = x + proj.call(attention.call(parts[0], parts[1], parts[2], mask));
        return (mixed + mlp.call(norm2.call(mixed))).MoveToOuterDisposeScope();
    }
}
