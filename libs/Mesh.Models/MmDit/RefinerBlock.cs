using TorchSharp.Modules;
using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

// B batch, L text tokens, C hidden size

/// <summary>Self-attention and MLP over text tokens, each gated by the condition.</summary>
internal sealed class RefinerBlock : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Module<Tensor, Tensor> self_attn_qkv;
    private readonly Module<Tensor, Tensor> self_attn_proj;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;
    private readonly Mlp mlp;
    private readonly Sequential adaLN_modulation;
    private readonly int _numHeads;

    public RefinerBlock(MmDitConfig config, Layers layers)
        : base(nameof(RefinerBlock))
    {
        var C = config.HiddenSize;
        norm1 = LayerNorm(C, eps: 1e-6, device: layers.Device, dtype: layers.DType);
        norm2 = LayerNorm(C, eps: 1e-6, device: layers.Device, dtype: layers.DType);
        self_attn_qkv = layers.Linear(nameof(self_attn_qkv), C, 3 * C, bias: true);
        self_attn_proj = layers.Linear(nameof(self_attn_proj), C, C, bias: true);
        attention = layers.Attention();
        mlp = new Mlp(C, config.MlpSize, x => functional.silu(x), layers);
        adaLN_modulation = Sequential(
            ("0", SiLU()), ("1", layers.Linear("refiner_modulation", C, 2 * C, bias: true)));
        _numHeads = config.NumHeads;
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="condition">[B, C].</param>
    /// <param name="mask">Hides padded keys, [B, 1, 1, L]; null when no token is padding.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, Tensor condition, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var gates = adaLN_modulation.call(condition).unsqueeze(1).chunk(2, -1);
        var qkv = self_attn_qkv.call(norm1.call(x)).unflatten(2, 3, _numHeads, -1).transpose(1, 3).unbind(2);
        var mixed = Modulation.Residual(x, self_attn_proj.call(attention.call(qkv[0], qkv[1], qkv[2], mask)), gates[0]);
        return Modulation.Residual(mixed, mlp.call(norm2.call(mixed)), gates[1]).MoveToOuterDisposeScope();
    }
}
