using TorchSharp;
using Mesh.Distributed;
using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>One optimizer step over the ranks, in the order in which it happens.</summary>
/// <param name="weights">What is trained.</param>
/// <param name="optimizers">Each owns a part of the weights.</param>
/// <param name="ema">Follows the weights.</param>
/// <param name="ranks">Average their gradients.</param>
public sealed class Optimization(
    MasterWeights weights, IReadOnlyList<IFlatOptimizer> optimizers, Ema ema, IProcessGroup ranks) : IDisposable
{
    private const double MaxGradNorm = 1.0;

    public MasterWeights Weights => weights;

    public Ema Ema => ema;

    /// <summary>Everything that a resumed run needs, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor>(
        optimizers.SelectMany(optimizer => optimizer.State))
    {
        ["weights"] = weights.Flat,
        ["ema"] = ema.Average,
    };

    /// <param name="step">Steps taken before, from 0.</param>
    /// <param name="factor">What the schedule multiplies every learning rate by.</param>
    /// <param name="loss">The loss of this rank's samples.</param>
    /// <returns>Mean loss over the ranks, and the norm of the mean gradient before clipping.</returns>
    /// <exception cref="NonFiniteLossException">The step was not taken, on any rank.</exception>
    public (double Loss, double GradNorm) Step(int step, double factor, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var ownLoss = loss();
        ownLoss.backward();
        weights.GatherGradients();
        ranks.AllReduceMean([weights.Grad]);

        // The norm is of the mean gradient and the loss is a sum over ranks: all ranks stop together, or none.
        var gradNorm = (double)weights.Grad.norm().ToSingle();
        var meanLoss = ranks.Sum(ownLoss.ToSingle()) / ranks.Size;
        if (!double.IsFinite(meanLoss) || !double.IsFinite(gradNorm))
            throw new NonFiniteLossException(step, meanLoss, gradNorm);

        Clip(gradNorm);
        foreach (var optimizer in optimizers)
            optimizer.Update(step, factor);
        ema.Step(step);
        weights.Publish();
        return (meanLoss, gradNorm);
    }

    public void Dispose()
    {
        foreach (var optimizer in optimizers)
            optimizer.Dispose();
        ema.Dispose();
        weights.Dispose();
    }

    private void Clip(double gradNorm)
    {
        using var frozen = no_grad();
        if (gradNorm > MaxGradNorm)
            weights.Grad.mul_(MaxGradNorm / gradNorm);
    }
}
