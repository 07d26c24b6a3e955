using static TorchSharp.torch;

namespace Mesh.Training.Flow;

/// <summary>Draws flow times in (0, 1]; 1 is noise.</summary>
public static class FlowTimes
{
    /// <param name="count">B.</param>
    /// <param name="shift">t' = shift t / (1 + (shift - 1) t).</param>
    /// <param name="pureNoise">Share of times that are exactly 1.</param>
    /// <param name="random">Source of the draws.</param>
    /// <param name="device">Where the times are needed; the CPU unless given.</param>
    /// <returns>[B] float32.</returns>
    public static Tensor Draw(long count, double shift, double pureNoise, Generator random, Device? device = null)
    {
        using var scope = NewDisposeScope();
        var t = rand([count], ScalarType.Float32, device, generator: random);
        var shifted = t * shift / (t * (shift - 1) + 1);
        var pure = rand([count], ScalarType.Float32, device, generator: random) < pureNoise;
        return where(pure, ones_like(shifted), shifted).MoveToOuterDisposeScope();
    }
}
