using static TorchSharp.torch;

namespace Mesh.Distributed;

/// <summary>One thread of <see cref="LocalRanks"/>.</summary>
internal sealed class LocalRank(int rank, LocalRanks.Meeting meeting) : IProcessGroup
{
    public int Rank => rank;

    public int Size => meeting.Size;

    public void AllReduceSum(IReadOnlyList<Tensor> tensors) => Reduce(tensors, scale: 1);

    public void AllReduceMean(IReadOnlyList<Tensor> tensors) => Reduce(tensors, 1.0 / Size);

    public double Sum(double value)
    {
        meeting.Numbers[rank] = value;
        meeting.Wait();
        var sum = meeting.Numbers.Sum();
        meeting.Wait();
        return sum;
    }

    public void Barrier() => meeting.Wait();

    /// <summary>Each rank adds up its share of every tensor, in the order of the ranks, and hands it to all.</summary>
    private void Reduce(IReadOnlyList<Tensor> tensors, double scale)
    {
        meeting.Tensors[rank] = tensors;
        meeting.Wait();

        using (no_grad())
        {
            for (var i = 0; i < tensors.Count; i++)
                ReduceShare(i, scale);
        }

        meeting.Wait();
    }

    private void ReduceShare(int index, double scale)
    {
        using var scope = NewDisposeScope();
        var length = meeting.Tensors[rank][index].numel();
        var (start, end) = (length * rank / Size, length * (rank + 1) / Size);
        if (start == end)
            return;

        Tensor[] shares = [.. meeting.Tensors.Select(all => all[index].view(-1).narrow(0, start, end - start))];
        var sum = shares[0].clone();
        foreach (var share in shares.Skip(1))
            sum.add_(share);
        if (scale != 1)
            sum.mul_(scale);
        foreach (var share in shares)
            share.copy_(sum);
    }
}
