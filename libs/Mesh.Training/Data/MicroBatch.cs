using Mesh.Training.Recipes;

namespace Mesh.Training.Data;

/// <summary>Samples of one size that go through the network together.</summary>
/// <param name="Bucket">Their size.</param>
/// <param name="Samples">Their numbers.</param>
/// <param name="Counts">False for a pass that only keeps this rank in step with the others.</param>
public sealed record MicroBatch(ClipBucket Bucket, IReadOnlyList<int> Samples, bool Counts = true);
