using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Vit;

/// <summary>Attention and MLP, each behind a norm and around a shortcut.</summary>
/// <remarks>ViT, arXiv:2010.11929, eqs. 2 and 3.</remarks>
internal sealed class DinoBlock : Module<Tensor, Tensor>
{
    private readonly AffineLayerNorm layernorm_before;
    private readonly VitAttention attention;
    private readonly AffineLayerNorm layernorm_after;
    private readonly VitDense intermediate;
    private readonly VitDense output;

    public DinoBlock(VitConfig config, Layers layers)
        : base(nameof(DinoBlock))
    {
        layernorm_before = new AffineLayerNorm(config.HiddenSize, config.NormEps, layers);
        attention = new VitAttention(config, layers);
        layernorm_after = new AffineLayerNorm(config.HiddenSize, config.NormEps, layers);
        intermediate = new VitDense(config.HiddenSize, config.MlpSize, layers);
        output = new VitDense(config.MlpSize, config.HiddenSize, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = x + attention.call(layernorm_before.call(x).to(x.dtype));
        var hidden = functional.gelu(intermediate.call(layernorm_after.call(y).to(x.dtype)));
        return (y + output.call(hidden)).MoveToOuterDisposeScope();
    }
}
