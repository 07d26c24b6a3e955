namespace Mesh.Distributed.Processes;

/// <summary>Who a process is among the ranks of a run, and where they meet.</summary>
/// <param name="Host">Where the store is served.</param>
/// <param name="Port">Of the store.</param>
/// <param name="Rank">From 0.</param>
/// <param name="WorldSize">Number of ranks.</param>
public sealed record RankAddress(string Host, int Port, int Rank, int WorldSize)
{
    /// <summary>Address of this machine that the other ranks reach; the loopback for ranks of one machine.</summary>
    public string Interface { get; init; } = "127.0.0.1";

    /// <summary>Number of this rank among those of its machine, from 0: which GPU is its own.</summary>
    public int LocalRank { get; init; }

    /// <summary>Whether this rank serves the store itself, as rank 0 does where no launcher does.</summary>
    public bool ServesStore { get; init; }

    /// <summary>How long the ranks wait for each other at the start.</summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a rank waits for the others in a collective; longer than any step differs by.</summary>
    public TimeSpan CollectiveTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
