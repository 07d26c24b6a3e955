using static TorchSharp.torch;

namespace Mesh.Diffusion;

/// <summary>Euler steps: the latent is all the state there is.</summary>
/// <param name="times">Falling flow times from 1 to 0, one more than steps.</param>
public sealed class EulerSampler(IReadOnlyList<double> times) : ISampler
{
    private static readonly Dictionary<string, Tensor> None = [];

    public IReadOnlyList<double> Times => times;

    public IReadOnlyDictionary<string, Tensor> State => None;

    public bool TryRestore(int done, IReadOnlyDictionary<string, Tensor> state) => true;

    public Tensor Step(Velocity velocity, Tensor x, int step)
    {
        using var scope = NewDisposeScope();
        return (x + (times[step + 1] - times[step]) * velocity(x, times[step])).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
    }
}
