using Mesh.Distributed.Processes;

namespace Mesh.Distributed;

/// <summary>
/// The ranks of a run in a grid: copies of the weights, shards of the weights, parts of a sequence. The last axis runs
/// fastest: ranks that share a sequence are neighbours, then those that share the weights.
/// </summary>
/// <param name="Replicate">Copies of the weights that average their gradients.</param>
/// <param name="Shard">Ranks that hold a part of the weights each.</param>
/// <param name="Sequence">Ranks that hold a part of the tokens of one sample each.</param>
public sealed record DeviceMesh(int Replicate = 1, int Shard = 1, int Sequence = 1)
{
    public int Size => Replicate * Shard * Sequence;

    /// <summary>Ranks that work on different samples.</summary>
    public int DataSize => Replicate * Shard;

    /// <summary>Places a rank in the grid and makes its groups; a collective of all ranks.</summary>
    /// <exception cref="ArgumentException">The grid does not have as many places as there are ranks.</exception>
    public MeshRank Place(World world)
    {
        if (Size != world.Size)
            throw new ArgumentException($"{Replicate} replicas x {Shard} shards x {Sequence} sequence parts are {Size} "
                + $"ranks, but the run has {world.Size}.");

        var rank = world.Rank;
        var (replica, shard, part) = (rank / (Shard * Sequence), rank / Sequence % Shard, rank % Sequence);
        var shards = Enumerable.Range(0, Shard).Select(other => At(replica, other, part));
        var parts = Enumerable.Range(0, Sequence).Select(other => At(replica, shard, other));
        var copies = from otherReplica in Enumerable.Range(0, Replicate)
                     from otherPart in Enumerable.Range(0, Sequence)
                     select At(otherReplica, shard, otherPart);
        return new MeshRank(
            this,
            replica * Shard + shard,
            world.All,
            world.Group("shard", [.. shards]),
            world.Group("sequence", [.. parts]),
            world.Group("copies", [.. copies]));
    }

    private int At(int replica, int shard, int part) => (replica * Shard + shard) * Sequence + part;
}
