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

    public IWork AllGather(Tensor output, Tensor input) => Copy(output, input);

    public IWork ReduceScatterSum(Tensor output, Tensor input) => Copy(output, input);

    public IWork AllToAll(
        Tensor output, Tensor input, IReadOnlyList<long> outputCounts, IReadOnlyList<long> inputCounts) =>
        Copy(output, input);

    public double Sum(double value) => value;

    public void Barrier()
    {
    }

    private static FinishedWork Copy(Tensor output, Tensor input)
    {
        using var frozen = no_grad();
        output.copy_(input);
        return FinishedWork.Instance;
    }
}
