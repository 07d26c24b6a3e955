namespace Mesh.Training.Publishing;

/// <summary>Which weights may be served.</summary>
/// <param name="Tolerance">How much worse than the served ones they may be, as a share of their loss.</param>
public sealed record PublishGate(double Tolerance = 0.02)
{
    /// <param name="candidate">Held-out loss of the new weights.</param>
    /// <param name="served">That of the weights served now.</param>
    /// <returns>Why they are refused; null when they may be served.</returns>
    public string? Judge(double candidate, double served)
    {
        if (!double.IsFinite(candidate))
            return $"The held-out loss is {candidate}.";
        return candidate <= served * (1 + Tolerance) || !double.IsFinite(served)
            ? null
            : $"The held-out loss {candidate:0.0000} is over that of the served weights, {served:0.0000}, by more than "
                + $"{Tolerance:P0}.";
    }
}
