using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Group norm in float32 whatever comes in; statistics span time and space, so it is not causal.</summary>
/// <remarks>Wu and He 2018, arXiv:1803.08494, eq. 7.</remarks>
internal sealed class WideGroupNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long _groups;

    public WideGroupNorm(CausalVae3dConfig config, long channels, Layers layers)
        : base(nameof(WideGroupNorm))
    {
        weight = Parameter(ones([channels], layers.DType, layers.Device));
        bias = Parameter(zeros([channels], layers.DType, layers.Device));
        _groups = config.NumNormGroups;
        RegisterComponents();
    }

    /// <param name="x">[B, C, ...].</param>
    /// <returns>Shape and element type of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        const ScalarType Wide = ScalarType.Float32;
        return functional
            .group_norm(x.to(Wide), _groups, weight.to(Wide), bias.to(Wide), CausalVae3dConfig.NormEps)
            .to(x.dtype).MoveToOuterDisposeScope();
    }
}
