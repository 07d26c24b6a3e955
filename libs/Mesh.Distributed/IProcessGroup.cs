using static TorchSharp.torch;

namespace Mesh.Distributed;

/// <summary>The ranks that train together. Every member is a collective: all ranks call it, in one order.</summary>
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

    /// <summary>Sum of one number over the ranks, added in the order of the ranks.</summary>
    double Sum(double value);

    /// <summary>Returns when every rank has come here.</summary>
    void Barrier();
}
