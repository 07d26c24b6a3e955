namespace Mesh.Training.Runs;

/// <summary>Which steps are not taken: those whose loss or gradient is no number, and spikes of the loss.</summary>
/// <param name="factor">A spike is this many times the median of the recent losses.</param>
public sealed class StepGuard(double factor)
{
    private const int Window = 64;
    private const int Fewest = 16;

    private readonly Queue<double> _recent = [];

    /// <summary>Losses of the last steps that were taken, oldest first.</summary>
    public IReadOnlyList<double> Recent => [.. _recent];

    /// <summary>Goes on with the losses of a saved run.</summary>
    public void Restore(IReadOnlyList<double> recent)
    {
        _recent.Clear();
        foreach (var loss in recent)
            _recent.Enqueue(loss);
    }

    /// <returns>Why the step must not be taken; null when it may, and its loss then counts.</returns>
    public string? Judge(double loss, double gradNorm)
    {
        if (!double.IsFinite(loss) || !double.IsFinite(gradNorm))
            return $"loss {loss}, gradient norm {gradNorm}";
        if (_recent.Count >= Fewest && loss > factor * Median())
            return $"loss {loss:0.####} is over {factor:0.##} times the median {Median():0.####} of the last steps";

        _recent.Enqueue(loss);
        if (_recent.Count > Window)
            _recent.Dequeue();
        return null;
    }

    private double Median() => _recent.Order().ElementAt(_recent.Count / 2);
}
