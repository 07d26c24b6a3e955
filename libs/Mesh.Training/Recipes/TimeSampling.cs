using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Recipes;

/// <summary>How flow times are drawn; 1 is noise.</summary>
/// <param name="Shift">t' = shift t / (1 + (shift - 1) t), SD3 (arXiv:2403.03206) section 5.3.2; 1 is none.</param>
/// <param name="LogitNormal">
/// Mean and deviation of a normal whose logistic is drawn, SD3 section 3.1; null draws uniformly from [0, 1).
/// </param>
public sealed record TimeSampling(double Shift = 1, (double Mean, double Deviation)? LogitNormal = null)
{
    /// <returns>Flow time in [0, 1].</returns>
    public double Draw(Generator random)
    {
        using var scope = NewDisposeScope();
        var t = LogitNormal is var (mean, deviation)
            ? (randn([1], ScalarType.Float64, generator: random) * deviation + mean).sigmoid().ToDouble()
            : rand([1], ScalarType.Float64, generator: random).ToDouble();
        return Shift * t / (1 + (Shift - 1) * t);
    }
}
