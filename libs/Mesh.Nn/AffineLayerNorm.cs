using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>Layer norm with weight and bias, in float32 whatever comes in.</summary>
/// <remarks>Ba et al. 2016, arXiv:1607.06450, eq. 4.</remarks>
public sealed class AffineLayerNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly double _eps;

    public AffineLayerNorm(long channels, double eps, Layers layers)
        : base(nameof(AffineLayerNorm))
    {
        weight = Parameter(ones([channels], layers.DType, layers.Device));
        bias = Parameter(zeros([channels], layers.DType, layers.Device));
        _eps = eps;
        RegisterComponents();
    }

    /// <param name="x">[..., channels].</param>
    /// <returns>float32, shape of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        const ScalarType Wide = ScalarType.Float32;
        return (Normalization.LayerNorm(x, _eps) * weight.to(Wide) + bias.to(Wide)).MoveToOuterDisposeScope();
    }
}
