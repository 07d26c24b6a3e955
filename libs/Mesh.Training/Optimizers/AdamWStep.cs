using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>One step of AdamW on one tensor.</summary>
/// <remarks>Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2.</remarks>
internal static class AdamWStep
{
    /// <param name="weights">Changed in place; the rest are shaped as it.</param>
    /// <param name="grad">Gradient.</param>
    /// <param name="mean">First moment, changed in place.</param>
    /// <param name="square">Second moment, changed in place.</param>
    /// <param name="config">Decays and epsilon.</param>
    /// <param name="done">Steps taken before, from 0.</param>
    /// <param name="rate">Learning rate of this step.</param>
    public static void Apply(
        Tensor weights, Tensor grad, Tensor mean, Tensor square, AdamWConfig config, int done, double rate)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (meanBias, squareBias) = (1 - Math.Pow(config.Beta1, done + 1), 1 - Math.Pow(config.Beta2, done + 1));

        if (config.WeightDecay > 0)
            weights.mul_(1 - rate * config.WeightDecay);
        mean.mul_(config.Beta1).add_(grad, 1 - config.Beta1);
        square.mul_(config.Beta2).addcmul_(grad, grad, 1 - config.Beta2);
        var root = square.sqrt().div_(Math.Sqrt(squareBias)).add_(config.Epsilon);
        weights.addcdiv_(mean, root, -rate / meanBias);
    }
}
