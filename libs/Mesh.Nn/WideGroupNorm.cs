using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>Group norm in float32 whatever comes in; statistics span time and space, so it is not causal.</summary>
/// <remarks>Wu and He 2018, arXiv:1803.08494, eq. 7.</remarks>
public sealed class WideGroupNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long _groups;
    private readonly double _eps;

    /// <param name="channels">C, a multiple of <paramref name="groups"/>.</param>
    /// <param name="groups">Channels share statistics in so many groups.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="layers">Where the weights lie.</param>
    public WideGroupNorm(long channels, long groups, double eps, Layers layers)
        : base(nameof(WideGroupNorm))
    {
        weight = Parameter(ones([channels], layers.DType, layers.Device));
        bias = Parameter(zeros([channels], layers.DType, layers.Device));
        (_groups, _eps) = (groups, eps);
        RegisterComponents();
    }

    /// <param name="x">[B, C, ...].</param>
    /// <returns>Shape and element type of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        const ScalarType Wide = ScalarType.Float32;
        return functional
            .group_norm(x.to(Wide), _groups, weight.to(Wide), bias.to(Wide), _eps)
            .to(x.dtype).MoveToOuterDisposeScope();
    }
}
