using Mesh.Distributed.Processes;

namespace Mesh.Distributed.Tests;

/// <summary>Which rank a process is, by torchrun's variables.</summary>
public class RankEnvironmentTests
{
    [Fact]
    public void A_rank_reads_what_its_launcher_wrote()
    {
        var address = new RankAddress("node-0", 29500, Rank: 5, WorldSize: 8) { LocalRank = 1 };
        var environment = new Dictionary<string, string?>();
        RankEnvironment.Write(environment, address);

        Assert.Equal(address, RankEnvironment.Read(environment.GetValueOrDefault));
    }

    [Fact]
    public void A_rank_that_is_alone_on_its_machine_takes_the_first_gpu()
    {
        var environment = new Dictionary<string, string?>();
        RankEnvironment.Write(environment, new RankAddress("node-0", 29500, Rank: 5, WorldSize: 8));
        environment.Remove(RankEnvironment.LocalRank);

        Assert.Equal(0, RankEnvironment.Read(environment.GetValueOrDefault)!.LocalRank);
    }

    [Fact]
    public void A_variable_that_is_no_number_is_named()
    {
        var environment = new Dictionary<string, string?>();
        RankEnvironment.Write(environment, new RankAddress("node-0", 29500, Rank: 0, WorldSize: 1));
        environment[RankEnvironment.LocalRank] = "first";

        var error = Assert.Throws<FormatException>(() => RankEnvironment.Read(environment.GetValueOrDefault));

        Assert.Contains("LOCAL_RANK is 'first'", error.Message, StringComparison.Ordinal);
    }
}
