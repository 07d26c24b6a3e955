using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Vit;

/// <summary>Attention and MLP, each behind a norm, scaled, around a shortcut.</summary>
/// <remarks>DINOv2, arXiv:2304.07193, appendix B.</remarks>
internal sealed class Dinov2Block : Module<Tensor, Tensor>
{
    private readonly AffineLayerNorm norm1;
    private readonly VitAttention attention;
    private readonly LayerScale layer_scale1;
    private readonly AffineLayerNorm norm2;
    private readonly Module<Tensor, Tensor> mlp;
    private readonly LayerScale layer_scale2;

    public Dinov2Block(VitConfig config, Layers layers)
        : base(nameof(Dinov2Block))
    {
        var C = config.HiddenSize;
        norm1 = new AffineLayerNorm(C, config.NormEps, layers);
        attention = new VitAttention(config, layers);
        layer_scale1 = new LayerScale(C, layers);
        norm2 = new AffineLayerNorm(C, config.NormEps, layers);
        mlp = config.GatedMlp
            ? new GatedMlp(config, layers)
            : new Mlp(C, config.MlpSize, static x => functional.gelu(x), layers);
        layer_scale2 = new LayerScale(C, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = x + layer_scale1.call(attention.call(norm1.call(x).to(x.dtype)));
        return (y + layer_scale2.call(mlp.call(norm2.call(y).to(x.dtype)))).MoveToOuterDisposeScope();
    }
}
