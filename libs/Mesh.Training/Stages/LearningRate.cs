namespace Mesh.Training.Stages;

/// <summary>Linear warm-up, then 1, then linear decay to 0 over the last half.</summary>
public static class LearningRate
{
    /// <param name="step">Steps done, from 0.</param>
    /// <param name="totalSteps">Steps of the stage; null while they are not known, which is before the decay.</param>
    /// <param name="warmUp">Steps of the warm-up.</param>
    public static double Factor(int step, int? totalSteps, int warmUp)
    {
        var rise = Math.Min(1, (step + 1.0) / (warmUp + 1));
        if (totalSteps is not { } total || step < total / 2)
            return rise;
        return Math.Min(rise, (double)(total - step) / (total - total / 2));
    }
}
