using static TorchSharp.torch;

namespace Mesh.Diffusion;

/// <summary>Takes the steps of one sampling from noise to video, in order.</summary>
public interface ISampler : IDisposable
{
    /// <summary>Falling flow times from noise, at most 1, to 0: one more than steps.</summary>
    IReadOnlyList<double> Times { get; }

    /// <summary>Steps of the whole sampling.</summary>
    int Steps => Times.Count - 1;

    /// <summary>What the next step needs besides the latent, by name; owned by the sampler.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Goes on where another sampler of the same kind was.</summary>
    /// <param name="done">Steps that were taken.</param>
    /// <param name="state">Its <see cref="State"/> after them; copied.</param>
    /// <returns>False when it is not complete; the sampler is then as it was.</returns>
    bool TryRestore(int done, IReadOnlyDictionary<string, Tensor> state);

    /// <summary>One step.</summary>
    /// <param name="velocity">The model.</param>
    /// <param name="x">The latent before the step.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <returns>The latent after it, owned by the caller.</returns>
    Tensor Step(Velocity velocity, Tensor x, int step);
}

/// <summary>A sampling as a sequence.</summary>
public static class Sampling
{
    /// <summary>The steps that are left.</summary>
    /// <param name="sampler">Takes them; it has taken those before.</param>
    /// <param name="velocity">The model.</param>
    /// <param name="latent">Noise, or the latent after <paramref name="done"/> steps.</param>
    /// <param name="done">Steps that were taken before.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <returns>The latent after each step. The caller owns it and may free it once the next has come.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public static IEnumerable<Tensor> Run(
        this ISampler sampler, Velocity velocity, Tensor latent, int done, CancellationToken cancellation = default)
    {
        var x = latent;
        for (var step = done; step < sampler.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            x = sampler.Step(velocity, x, step);
            yield return x;
        }
    }
}
