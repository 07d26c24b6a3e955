namespace Mesh.Distributed.Processes;

/// <summary>How the process of a rank ended.</summary>
/// <param name="Rank">From 0.</param>
/// <param name="ExitCode">0 for success; 128 plus the number of the signal that ended it.</param>
/// <param name="After">Since the ranks were started.</param>
/// <param name="Stopped">Whether the launcher ended it because others had failed.</param>
public sealed record RankExit(int Rank, int ExitCode, TimeSpan After, bool Stopped)
{
    /// <summary>One line for a person.</summary>
    public override string ToString() => ExitCode > 128
        ? $"rank {Rank} was killed by signal {ExitCode - 128}"
        : $"rank {Rank} ended with exit code {ExitCode}";
}
