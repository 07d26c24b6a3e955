namespace Mesh.Stores.Checkpoints;

/// <summary>Weights that were published for a model.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Names the weights.</param>
/// <param name="Location">A folder, or "artifact:" and a key prefix.</param>
public sealed record Checkpoint(string Model, string Version, string Location);
