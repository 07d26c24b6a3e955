namespace Mesh.Diffusion;

/// <summary>Noise levels and timesteps of HunyuanVideo's flow-match Euler sampler, in float32 as published.</summary>
/// <remarks>FlowMatchDiscreteScheduler of HunyuanVideo; shift as in SD3, arXiv:2403.03206, section 5.3.2.</remarks>
public sealed class HunyuanSchedule
{
    private const float TrainTimesteps = 1000;

    /// <param name="steps">Number of Euler steps, at least 1.</param>
    /// <param name="shift">Time shift; above 1 spends more steps near noise.</param>
    /// <param name="reverse">Whether level 1 is noise, as released editors need; else level 0 is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public HunyuanSchedule(int steps, float shift = 7, bool reverse = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shift);

        Sigmas = [.. Enumerable.Range(0, steps + 1).Select(i => Shifted(Linear(i, steps), shift))
            .Select(sigma => reverse ? sigma : 1 - sigma)];
        Timesteps = [.. Sigmas.SkipLast(1).Select(sigma => sigma * TrainTimesteps)];
    }

    /// <summary>Noise levels, one more than steps.</summary>
    public IReadOnlyList<float> Sigmas { get; }

    /// <summary>What the network is told at each step, in [0, 1000].</summary>
    public IReadOnlyList<float> Timesteps { get; }

    // Counted from the nearer end, as torch.linspace does, so that float32 results agree to the last bit.
    private static float Linear(int i, int steps)
    {
        var step = -1f / steps;
        return i < (steps + 1) / 2 ? 1 + step * i : -step * (steps - i);
    }

    private static float Shifted(float t, float shift) => shift * t / (1 + (shift - 1) * t);
}
