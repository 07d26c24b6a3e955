using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

/// <summary>Divides each pixel by the root mean square of its channels, then multiplies by a weight.</summary>
/// <remarks>Zhang and Sennrich 2019, arXiv:1910.07467, eq. 4, over dimension 1, no eps under the root.</remarks>
internal sealed class ChannelNorm : Module<Tensor, Tensor>
{
    private const double MinLength = 1e-12;

    private readonly Parameter gamma;  // [C, 1, 1] for images, [C, 1, 1, 1] for videos

    public ChannelNorm(long channels, int sides, Layers layers)
        : base(nameof(ChannelNorm))
    {
        gamma = Parameter(ones([channels, .. Enumerable.Repeat(1L, sides)], layers.DType, layers.Device));
        RegisterComponents();
    }

    /// <param name="x">[B, C, ...].</param>
    /// <returns>Shape and element type of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var length = x.to(ScalarType.Float32).square().sum(dim: 1, keepdim: true).sqrt().clamp_min(MinLength);
        return (x / length.to(x.dtype) * Math.Sqrt(x.shape[1]) * gamma).MoveToOuterDisposeScope();
    }
}
