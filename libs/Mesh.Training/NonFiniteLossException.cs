namespace Mesh.Training;

/// <summary>A loss or a gradient is not a number. The step was not taken, on any rank.</summary>
public sealed class NonFiniteLossException(int step, double loss, double gradNorm)
    : Exception($"Step {step}: loss {loss}, gradient norm {gradNorm}; the weights are those before the step.")
{
    public int Step { get; } = step;

    public double Loss { get; } = loss;

    public double GradNorm { get; } = gradNorm;
}
