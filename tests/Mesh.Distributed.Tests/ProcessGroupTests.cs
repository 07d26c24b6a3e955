namespace Mesh.Distributed.Tests;

/// <summary>Ranks that are processes, over Gloo on the loopback.</summary>
public sealed class ProcessGroupTests
{
    [Fact]
    public void Collectives_of_four_processes_give_what_the_law_says() =>
        RankProcesses.Run(4, nameof(Scenarios.Collectives));

    [Fact]
    public void Collectives_of_threads_and_of_processes_are_the_same_collectives() =>
        LocalRanks.Run(3, (_, group) => Scenarios.Check(group));

    [Fact]
    public void A_grid_places_every_rank_in_its_groups() => RankProcesses.Run(4, nameof(Scenarios.Grid));
}
