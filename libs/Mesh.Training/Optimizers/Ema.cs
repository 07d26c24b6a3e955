using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>An exponential moving average of the weights, which is what ships.</summary>
/// <remarks>Early on the average is short: decay = min(Decay, (1 + step) / (10 + step)).</remarks>
public sealed class Ema : IDisposable
{
    private readonly MasterWeights _weights;

    public Ema(MasterWeights weights, double decay)
    {
        (_weights, Decay) = (weights, decay);
        Average = weights.Flat.clone().DetachFromDisposeScope();
    }

    public double Decay { get; }

    /// <summary>[N] float32, laid out as the weights.</summary>
    public Tensor Average { get; }

    /// <param name="step">Steps taken before, from 0.</param>
    public void Step(int step)
    {
        using var frozen = no_grad();
        var decay = DecayAt(step);
        Average.mul_(decay).add_(_weights.Flat, 1 - decay);
    }

    public void Dispose() => Average.Dispose();

    internal double DecayAt(int step) => Math.Min(Decay, (1.0 + step) / (10.0 + step));
}
