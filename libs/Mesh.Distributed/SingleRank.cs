using static TorchSharp.torch;

namespace Mesh.Distributed;

/// <summary>A group of one: nothing is exchanged.</summary>
public sealed class SingleRank : IProcessGroup
{
    public int Rank => 0;

    public int Size => 1;

    public void AllReduceSum(IReadOnlyList<Tensor> tensors)
    {
    }

    public void AllReduceMean(IReadOnlyList<Tensor> tensors)
    {
    }

    public double Sum(double value) => value;

    public void Barrier()
    {
    }
}
