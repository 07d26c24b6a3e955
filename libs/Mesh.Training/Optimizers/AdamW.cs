using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>AdamW on the part of the weights that follows the matrices, as one tensor.</summary>
/// <remarks>Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2.</remarks>
public sealed class AdamW : IFlatOptimizer
{
    private readonly AdamWConfig _config;
    private readonly Tensor _weights;
    private readonly Tensor _grad;
    private readonly Tensor _mean;
    private readonly Tensor _square;

    public AdamW(MasterWeights weights, AdamWConfig config)
    {
        using var scope = NewDisposeScope();
        _config = config;
        var (start, length) = (weights.NumMatrixValues, weights.Flat.numel() - weights.NumMatrixValues);
        _weights = weights.Flat.narrow(0, start, length).DetachFromDisposeScope();
        _grad = weights.Grad.narrow(0, start, length).DetachFromDisposeScope();
        _mean = zeros_like(_weights).DetachFromDisposeScope();
        _square = zeros_like(_weights).DetachFromDisposeScope();
    }

    public IReadOnlyDictionary<string, Tensor> State =>
        new Dictionary<string, Tensor> { ["adamw.mean"] = _mean, ["adamw.square"] = _square };

    public void Update(int done, double factor) =>
        AdamWStep.Apply(_weights, _grad, _mean, _square, _config, done, _config.LearningRate * factor);

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_weights, _grad, _mean, _square])
            tensor.Dispose();
    }
}
