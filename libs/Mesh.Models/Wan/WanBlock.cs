using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Wan;

// B batch, L video tokens, C hidden size

/// <summary>Self-attention, attention to the text, and a feed-forward layer; residuals stay in float32.</summary>
/// <remarks>
/// Wan report, arXiv:2503.20314, section 4.2; modulation as in DiT, with a learned offset per block. Components are
/// protected: those of a base class register with a derived one only when it can see them.
/// </remarks>
internal class WanBlock : Module<Tensor, WanContext, Tensor>
{
    protected readonly Parameter modulation;  // [1, 6, C]: shift, scale, gate of attention, then of the MLP
    protected readonly WanAttention self_attn;
    protected readonly AffineLayerNorm? norm3;
    protected readonly WanAttention cross_attn;
    protected readonly Sequential ffn;
    private readonly double _eps;

    public WanBlock(WanConfig config, Layers layers)
        : this(config, layers, nameof(WanBlock)) => RegisterComponents();

    /// <summary>For a derived block, which registers when its own fields are set.</summary>
    protected WanBlock(WanConfig config, Layers layers, string name)
        : base(name)
    {
        var C = config.HiddenSize;
        modulation = Parameter(zeros([1, 6, C], layers.DType, layers.Device));
        self_attn = new WanAttention(config, layers);
        norm3 = config.CrossAttentionNorm ? new AffineLayerNorm(C, config.NormEps, layers) : null;
        cross_attn = new WanAttention(config, layers);
        ffn = Sequential(
            ("0", layers.Linear("ffn.0", C, config.FfnSize, bias: true)),
            ("1", GELU(TorchSharp.Modules.GELU.Approximate.tanh)),
            ("2", layers.Linear("ffn.2", config.FfnSize, C, bias: true)));
        _eps = config.NormEps;
    }

    /// <param name="x">float32, [B, L, C].</param>
    /// <param name="context">Text, timestep and positions.</param>
    /// <returns>float32, [B, L, C].</returns>
    public override Tensor forward(Tensor x, WanContext context)
    {
        using var scope = NewDisposeScope();
        var dtype = modulation.dtype;
        var mod = (modulation.to(ScalarType.Float32) + context.Time).chunk(6, 1);  // 6 x [B, 1, C]

        var seen = Modulated(x, mod[0], mod[1]).to(dtype);
        x = x + self_attn.call(seen, seen, context.Rope) * mod[2];
        x = x + cross_attn.call((norm3?.call(x) ?? x).to(dtype), context.Text, null);
        return (x + ffn.call(Modulated(x, mod[3], mod[4]).to(dtype)) * mod[5]).MoveToOuterDisposeScope();
    }

    private Tensor Modulated(Tensor x, Tensor shift, Tensor scale) =>
        Normalization.LayerNorm(x, _eps) * (1 + scale) + shift;
}
