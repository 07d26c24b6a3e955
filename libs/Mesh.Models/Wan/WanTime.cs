using static TorchSharp.torch;

namespace Mesh.Models.Wan;

/// <summary>A timestep as sines and cosines.</summary>
internal static class WanTime
{
    private const double MaxPeriod = 10_000;

    /// <summary>cos(t f), then sin(t f), for f = 10000^(-i / half); angles in float64, as in training.</summary>
    /// <param name="t">[B].</param>
    /// <param name="channels">Even.</param>
    /// <returns>float32, [B, channels].</returns>
    public static Tensor Sinusoidal(Tensor t, int channels)
    {
        using var scope = NewDisposeScope();
        const ScalarType Wide = ScalarType.Float64;
        var half = channels / 2;
        var frequencies = pow(tensor(MaxPeriod, Wide, t.device), arange(half, Wide, t.device) * (-1.0 / half));
        var angles = outer(t.to(Wide), frequencies);
        return cat([angles.cos(), angles.sin()], -1).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
