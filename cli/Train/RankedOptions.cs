using Mesh.Distributed;

namespace Mesh.Cli.Train;

/// <summary>What mesh train was asked for with a recipe that runs on ranks; null is taken from the recipe.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Folder">Where the run goes.</param>
internal sealed record RankedOptions(string Recipe, string Folder)
{
    public string? Data { get; init; }

    public string? StartFrom { get; init; }

    /// <summary>Ranks on this machine.</summary>
    public int Ranks { get; init; } = 1;

    public int? Shards { get; init; }

    public int Sequence { get; init; } = 1;

    public int? Steps { get; init; }

    public int? SaveEvery { get; init; }

    public ulong? Seed { get; init; }

    public bool Resume { get; init; }

    public int Restarts { get; init; }

    /// <summary>The grid of all ranks of the run.</summary>
    /// <exception cref="UsageException">The ranks do not fill it.</exception>
    public DeviceMesh Grid(int ranks)
    {
        var shards = Shards ?? ranks / Sequence;
        if (shards == 0 || ranks % (shards * Sequence) != 0)
            throw new UsageException($"{ranks} ranks are no multiple of {Math.Max(1, shards)} shards x {Sequence} "
                + "sequence parts: change --nproc, --shard or --sequence.");
        return new DeviceMesh(ranks / (shards * Sequence), shards, Sequence);
    }
}
