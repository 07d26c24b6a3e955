using static TorchSharp.torch;

namespace Mesh.Distributed;

/// <summary>The ranks that train together. Every member is a collective: all ranks call it, in one order.</summary>
/// <remarks>Members that return work only start it; results are valid, and tensors free, after its wait.</remarks>
public interface IProcessGroup
{
    /// <summary>Number of this rank, from 0.</summary>
    int Rank { get; }

    /// <summary>Number of ranks.</summary>
    int Size { get; }

    /// <summary>Replaces every tensor by its sum over the ranks; the same bits on every rank.</summary>
    /// <param name="tensors">Contiguous, of the same shapes on every rank.</param>
    void AllReduceSum(IReadOnlyList<Tensor> tensors);

    /// <summary>Replaces every tensor by its mean over the ranks; the same bits on every rank.</summary>
    /// <param name="tensors">Contiguous, of the same shapes on every rank.</param>
    void AllReduceMean(IReadOnlyList<Tensor> tensors);

    /// <summary>Lays the inputs of all ranks one after the other.</summary>
    /// <param name="output">Contiguous, [Size * n].</param>
    /// <param name="input">Contiguous, [n], the same length on every rank.</param>
    IWork AllGather(Tensor output, Tensor input);

    /// <summary>Adds up the inputs of all ranks, in the order of the ranks, and keeps this rank's part.</summary>
    /// <param name="output">Contiguous float32, [n].</param>
    /// <param name="input">Contiguous float32, [Size * n].</param>
    IWork ReduceScatterSum(Tensor output, Tensor input);

    /// <summary>Sends a run of elements to every rank and lays what comes back in the order of the ranks.</summary>
    /// <param name="output">Contiguous, [sum of <paramref name="outputCounts"/>].</param>
    /// <param name="input">Contiguous, [sum of <paramref name="inputCounts"/>].</param>
    /// <param name="outputCounts">Elements that each rank sends to this one; may be 0.</param>
    /// <param name="inputCounts">Elements that this rank sends to each.</param>
    IWork AllToAll(Tensor output, Tensor input, IReadOnlyList<long> outputCounts, IReadOnlyList<long> inputCounts);

    /// <summary>Sum of one number over the ranks, added in the order of the ranks.</summary>
    double Sum(double value);

    /// <summary>Returns when every rank has come here.</summary>
    void Barrier();
}
