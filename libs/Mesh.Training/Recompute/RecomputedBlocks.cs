using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Training.Recompute;

/// <summary>Runs the blocks of a network, each with a level of its own.</summary>
/// <param name="levelOf">Level of a block by its place in the network, from 0.</param>
public sealed class RecomputedBlocks(Func<int, RecomputeLevel> levelOf) : IBlockRunner
{
    private readonly Dictionary<nn.Module, int> _places = new(ReferenceEqualityComparer.Instance);
    private bool _recomputesAttention;

    public Tensor[] Run(nn.Module block, Tensor[] inputs, Func<Tensor[], Tensor[]> forward)
    {
        if (!_places.TryGetValue(block, out var place))
            _places[block] = place = _places.Count;
        var level = is_grad_enabled() ? levelOf(place) : RecomputeLevel.None;
        if (level == RecomputeLevel.Block)
        {
            Tensor[] weights = [.. block.parameters().Where(weight => weight.requires_grad)];
            return RecomputeFunction.Of(forward, inputs, weights);
        }

        _recomputesAttention = level == RecomputeLevel.Attention;
        var results = forward(inputs);
        _recomputesAttention = false;
        return results;
    }

    /// <summary>An attention that is computed again in the blocks whose level says so.</summary>
    public MakeAttention Over(MakeAttention attention) =>
        () => new RecomputedAttention(attention(), () => _recomputesAttention && is_grad_enabled());
}
