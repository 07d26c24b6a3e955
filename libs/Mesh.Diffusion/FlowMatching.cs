using static TorchSharp.torch;

namespace Mesh.Diffusion;

/// <summary>Predicts noise minus video for a noisy latent.</summary>
/// <param name="x">Noisy latent, any shape [B, ...].</param>
/// <param name="t">Flow time in [0, 1]; 1 is noise.</param>
public delegate Tensor Velocity(Tensor x, double t);

/// <summary>Rectified flow on the straight path x(t) = (1 - t) video + t noise.</summary>
/// <remarks>Liu et al. 2022, arXiv:2209.03003, section 2.1.</remarks>
public static class FlowMatching
{
    /// <summary>A point on the path.</summary>
    public static Tensor Interpolate(Tensor video, Tensor noise, double t) => (1 - t) * video + t * noise;

    /// <summary>A point on the path of each sample.</summary>
    /// <param name="video">[B, ...].</param>
    /// <param name="noise">[B, ...].</param>
    /// <param name="t">Flow times in [0, 1], [B].</param>
    public static Tensor Interpolate(Tensor video, Tensor noise, Tensor t)
    {
        using var scope = NewDisposeScope();
        return (video + PerSample(t, video) * (noise - video)).MoveToOuterDisposeScope();
    }

    /// <summary>Falling flow times from 1 to 0, <paramref name="steps"/> + 1 of them.</summary>
    /// <param name="steps">Number of Euler steps, at least 1.</param>
    /// <param name="shift">
    /// Time shift alpha: t' = alpha t / (1 + (alpha - 1) t), SD3 section 5.3.2. Above 1 spends more steps near noise.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Either argument is not positive.</exception>
    public static IReadOnlyList<double> Times(int steps, double shift = 1.0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shift);

        return [.. Enumerable.Range(0, steps + 1)
            .Select(i => 1 - (double)i / steps)
            .Select(t => shift * t / (1 + (shift - 1) * t))];
    }

    /// <summary>Integrates dx/dt = velocity from noise to video with Euler steps.</summary>
    /// <param name="velocity">The model.</param>
    /// <param name="noise">The starting point at t = 1.</param>
    /// <param name="times">Falling times, from <see cref="Times"/>.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <returns>The latent after each step. The caller owns it and may free it once the next has come.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public static IEnumerable<Tensor> Euler(
        Velocity velocity, Tensor noise, IReadOnlyList<double> times, CancellationToken cancellation = default) =>
        new EulerSampler(times).Run(velocity, noise, done: 0, cancellation);

    /// <summary>Classifier-free guidance: move away from the velocity without, or with a negative, prompt.</summary>
    /// <remarks>Ho and Salimans 2022, arXiv:2207.12598, eq. 6 with <paramref name="scale"/> = 1 + w.</remarks>
    public static Velocity Guided(Velocity prompted, Velocity unprompted, double scale) => (x, t) =>
    {
        using var scope = NewDisposeScope();
        var free = unprompted(x, t);
        return (free + scale * (prompted(x, t) - free)).MoveToOuterDisposeScope();
    };

    /// <summary>
    /// Follows several noises at once and averages the videos they point to, so that what one of them suggests by
    /// chance counts less. All move towards the same video, so at time t they still differ by t times what they
    /// differed by at first: the first of them is all the state there is.
    /// </summary>
    /// <param name="velocity">The model.</param>
    /// <param name="offsets">The other noises less the first, each shaped as the latent; none changes nothing.</param>
    public static Velocity Averaged(Velocity velocity, IReadOnlyList<Tensor> offsets) => offsets.Count == 0
        ? velocity
        : (x, t) =>
        {
            // The videos x + t o - t v have the mean x - t mean(v - o).
            using var scope = NewDisposeScope();
            var sum = velocity(x, t);
            foreach (var offset in offsets)
                sum = sum + velocity(x + t * offset, t) - offset;
            return (sum / (1 + offsets.Count)).MoveToOuterDisposeScope();
        };

    /// <summary>One number per sample, shaped to multiply a batch.</summary>
    internal static Tensor PerSample(Tensor t, Tensor batch) =>
        t.view([t.shape[0], .. Enumerable.Repeat(1L, (int)batch.dim() - 1)]);
}
