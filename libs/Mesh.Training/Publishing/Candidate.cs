namespace Mesh.Training.Publishing;

/// <summary>A checkpoint that has been before the gate.</summary>
/// <param name="Step">Which checkpoint.</param>
/// <param name="Version">Names its weights.</param>
/// <param name="Folder">The model with them; deleted when they are refused.</param>
/// <param name="Loss">On the held-out samples.</param>
/// <param name="ServedLoss">That of the weights that are served now.</param>
/// <param name="Refusal">Why it is not to be served; null when it may be.</param>
public sealed record Candidate(
    int Step, string Version, string Folder, double Loss, double ServedLoss, string? Refusal);
