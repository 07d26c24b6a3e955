namespace Mesh.Training.Checkpoints;

/// <summary>What a checkpoint is of. It is written last: a checkpoint without one is not there.</summary>
/// <param name="Run">Where the run was.</param>
/// <param name="Weights">Shape of every trained weight by its state-dict key.</param>
/// <param name="Files">Every shard.</param>
public sealed record CheckpointManifest(
    RunPosition Run,
    IReadOnlyDictionary<string, IReadOnlyList<long>> Weights,
    IReadOnlyList<CheckpointFile> Files)
{
    /// <summary>Alpha of the low-rank updates that the weights are; null when they are the network's own.</summary>
    public double? LoraAlpha { get; init; }
}

/// <summary>Where a run is. Random numbers and the order of data follow from seed and step and need no state.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Seed">Of everything that is drawn.</param>
/// <param name="Step">Optimizer steps done over all stages.</param>
/// <param name="Data">Names the samples and their order.</param>
/// <param name="RecentLosses">Of the last steps, oldest first: what a spike is judged by.</param>
public sealed record RunPosition(
    string Recipe, ulong Seed, int Step, string Data, IReadOnlyList<double> RecentLosses)
{
    /// <summary>The low-rank updates and the weights they are on, in words; null when there are none.</summary>
    public string? Adapter { get; init; }
}

/// <summary>One shard of a checkpoint.</summary>
/// <param name="Key">Of the artifact.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
public sealed record CheckpointFile(string Key, long Bytes, string Sha256);
