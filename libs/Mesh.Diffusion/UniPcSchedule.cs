namespace Mesh.Diffusion;

/// <summary>Noise levels and timesteps of Wan's UniPC sampler.</summary>
/// <remarks>FlowUniPCMultistepScheduler of Wan; shift as in SD3, arXiv:2403.03206, section 5.3.2.</remarks>
public sealed class UniPcSchedule
{
    private const double TrainTimesteps = 1000;
    private const double MaxSigma = 1 - 1 / TrainTimesteps;

    /// <param name="steps">Number of steps, at least 1.</param>
    /// <param name="shift">Time shift; above 1 spends more steps near noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public UniPcSchedule(int steps, double shift)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shift);

        double[] levels = [.. Enumerable.Range(0, steps)
            .Select(i => MaxSigma * (1 - (double)i / steps))
            .Select(t => shift * t / (1 + (shift - 1) * t))];
        Sigmas = [.. levels.Select(sigma => (double)(float)sigma), 0];
        Timesteps = [.. levels.Select(sigma => (long)(sigma * TrainTimesteps))];
    }

    /// <summary>Noise levels in [0, 1), falling to 0, one more than steps; rounded to float32 as published.</summary>
    public IReadOnlyList<double> Sigmas { get; }

    /// <summary>What the network is told at each step: whole numbers, cut not rounded.</summary>
    public IReadOnlyList<long> Timesteps { get; }

    /// <summary>Half the logarithm of the signal-to-noise ratio at level <paramref name="i"/>.</summary>
    internal double Lambda(int i) => Math.Log(1 - Sigmas[i]) - Math.Log(Sigmas[i]);
}
