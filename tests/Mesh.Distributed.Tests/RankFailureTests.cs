namespace Mesh.Distributed.Tests;

/// <summary>What the ranks that are left say when one of them fails.</summary>
public sealed class RankFailureTests
{
    [Fact]
    public void Every_rank_names_the_one_that_was_killed()
    {
        var run = RankProcesses.Start(4, nameof(Scenarios.Death));

        Assert.Equal([(0, 3), (1, 3), (2, 137), (3, 3)], Codes(run));
        Assert.Equal(3, Count(run, "Rank 2 died: no sign of life"));
    }

    [Fact]
    public void A_rank_that_does_not_come_in_time_is_named_and_nobody_waits_for_ever()
    {
        var run = RankProcesses.Start(3, "--timeout", "4", nameof(Scenarios.Sleeper));

        Assert.Equal(2, Count(run, "Rank 1 did not come to all_reduce"));
        Assert.True(run.Exits.Single(exit => exit.Rank == 1).Stopped);
    }

    [Fact]
    public void A_rank_that_stops_with_an_error_tells_the_others_why()
    {
        var run = RankProcesses.Start(3, nameof(Scenarios.Error));

        Assert.Equal(2, Count(run, "Rank 0 stopped: No space left on device."));
    }

    private static (int, int)[] Codes(RankRun run) =>
        [.. run.Exits.OrderBy(exit => exit.Rank).Select(exit => (exit.Rank, exit.ExitCode))];

    private static int Count(RankRun run, string words) =>
        run.Words.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));
}
