using static TorchSharp.torch;

namespace Mesh.Distributed;

/// <summary>One thread of <see cref="LocalRanks"/>.</summary>
internal sealed class LocalRank(int rank, LocalRanks.Meeting meeting) : IProcessGroup
{
    public int Rank => rank;

    public int Size => meeting.Size;

    public void AllReduceSum(IReadOnlyList<Tensor> tensors) => Reduce(tensors, scale: 1);

    public void AllReduceMean(IReadOnlyList<Tensor> tensors) => Reduce(tensors, 1.0 / Size);

    public IWork AllGather(Tensor output, Tensor input) => Meet([input], () =>
    {
        var parts = output.chunk(Size);
        for (var from = 0; from < Size; from++)
            parts[from].copy_(meeting.Tensors[from][0]);
    });

    public IWork ReduceScatterSum(Tensor output, Tensor input) => Meet([input], () =>
    {
        output.copy_(meeting.Tensors[0][0].chunk(Size)[rank]);
        for (var from = 1; from < Size; from++)
            output.add_(meeting.Tensors[from][0].chunk(Size)[rank]);
    });

    public IWork AllToAll(
        Tensor output, Tensor input, IReadOnlyList<long> outputCounts, IReadOnlyList<long> inputCounts)
    {
        var parts = input.split([.. inputCounts]);
        var work = Meet(parts, () =>
        {
            var received = output.split([.. outputCounts]);
            for (var from = 0; from < Size; from++)
                received[from].copy_(meeting.Tensors[from][rank]);
        });
        foreach (var part in parts)
            part.Dispose();
        return work;
    }

    public double Sum(double value)
    {
        meeting.Numbers[rank] = value;
        meeting.Wait();
        var sum = meeting.Numbers.Sum();
        meeting.Wait();
        return sum;
    }

    public void Barrier() => meeting.Wait();

    /// <summary>Every rank lays tensors on the table, all take, and nobody leaves before.</summary>
    private FinishedWork Meet(IReadOnlyList<Tensor> tensors, Action take)
    {
        meeting.Tensors[rank] = tensors;
        meeting.Wait();
        using (NewDisposeScope())
        using (no_grad())
            take();
        meeting.Wait();
        return FinishedWork.Instance;
    }

    /// <summary>Each rank adds up its share of every tensor, in the order of the ranks, and hands it to all.</summary>
    private void Reduce(IReadOnlyList<Tensor> tensors, double scale) => Meet(tensors, () =>
    {
        for (var i = 0; i < tensors.Count; i++)
            ReduceShare(i, scale);
    });

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
