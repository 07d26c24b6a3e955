using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>Divides by the root mean square of the last dimension, then multiplies by a weight.</summary>
/// <remarks>
/// Zhang and Sennrich 2019, arXiv:1910.07467, eq. 4. Computed in float32 and cast back before the weight is applied.
/// </remarks>
public sealed class RmsNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly double _eps;

    public RmsNorm(long channels, Layers layers, double eps = 1e-6)
        : base(nameof(RmsNorm))
    {
        weight = Parameter(ones([channels], layers.DType, layers.Device));
        _eps = eps;
        RegisterComponents();
    }

    /// <param name="x">[B, ..., channels].</param>
    /// <returns>Shape and element type of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x) => RmsNormFunction.apply(x, weight, _eps);
}
