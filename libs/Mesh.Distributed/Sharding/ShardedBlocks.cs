using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Distributed.Sharding;

/// <summary>Runs blocks whose weights exist only while they compute, forward and backward.</summary>
/// <param name="inner">Runs a block that has its weights.</param>
public sealed class ShardedBlocks(IBlockRunner inner) : IBlockRunner
{
    private ShardedWeights? _weights;

    public Tensor[] Run(nn.Module block, Tensor[] inputs, Func<Tensor[], Tensor[]> forward)
    {
        var weights = _weights ?? throw new InvalidOperationException("The network's weights were not sharded yet.");
        var unit = weights.Enter(block, next: 1);
        if (!is_grad_enabled())
        {
            var results = inner.Run(block, inputs, forward);
            unit.Free();
            return results;
        }

        // The nodes of a block have numbers between these two: backward comes to the one after it first, and to the one
        // before it when every gradient of the block is there.
        var entered = BackwardMark.Of(inputs, () => weights.Leave(block));
        var outputs = inner.Run(block, entered, forward);
        var left = BackwardMark.Of(outputs, () => weights.Enter(block, next: -1));
        unit.Free();
        return left;
    }

    internal void Attach(ShardedWeights weights) => _weights = weights;
}
