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

    public void Update(int done, double factor)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var rate = _config.LearningRate * factor;
        var (meanBias, squareBias) = (1 - Math.Pow(_config.Beta1, done + 1), 1 - Math.Pow(_config.Beta2, done + 1));

        if (_config.WeightDecay > 0)
            _weights.mul_(1 - rate * _config.WeightDecay);
        _mean.mul_(_config.Beta1).add_(_grad, 1 - _config.Beta1);
        _square.mul_(_config.Beta2).addcmul_(_grad, _grad, 1 - _config.Beta2);
        var root = _square.sqrt().div_(Math.Sqrt(squareBias)).add_(_config.Epsilon);
        _weights.addcdiv_(_mean, root, -rate / meanBias);
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_weights, _grad, _mean, _square])
            tensor.Dispose();
    }
}
