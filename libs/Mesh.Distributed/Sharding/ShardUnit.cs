namespace Mesh.Distributed.Sharding;

/// <summary>Weights that are brought together at once: those of a block, trained and frozen apart.</summary>
/// <param name="Name">Of the block; empty for what belongs to no block.</param>
/// <param name="Weights">At most one of each kind.</param>
internal sealed record ShardUnit(string Name, IReadOnlyList<FlatWeights> Weights)
{
    public void BeginGather() => Each(weights => weights.BeginGather());

    public void Gather() => Each(weights => weights.Gather());

    public void Free() => Each(weights => weights.Free());

    public void BeginReduce() => Each(weights => weights.BeginReduce());

    public void FinishReduce() => Each(weights => weights.FinishReduce());

    private void Each(Action<FlatWeights> action)
    {
        foreach (var weights in Weights)
            action(weights);
    }
}
