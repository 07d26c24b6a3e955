using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>Updates one part of <see cref="MasterWeights"/> from its gradient.</summary>
public interface IFlatOptimizer : IDisposable
{
    /// <summary>What has to be saved to go on, by name.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>One step; a collective, every rank makes it.</summary>
    /// <param name="done">Steps taken before, from 0.</param>
    /// <param name="factor">What the schedule multiplies the learning rate by.</param>
    void Update(int done, double factor);
}
