using static TorchSharp.torch;

namespace Mesh.Distributed.Tests;

public sealed class LocalRanksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_sum_over_ranks_is_on_every_rank(int ranks)
    {
        var sums = LocalRanks.Run(ranks, (rank, group) =>
        {
            var mine = full([7], (float)(rank + 1));
            group.AllReduceSum([mine]);
            return mine.data<float>().ToArray();
        });

        var expected = Enumerable.Repeat(ranks * (ranks + 1) / 2f, 7);
        Assert.All(sums, sum => Assert.Equal(expected, sum));
    }

    [Fact]
    public void A_mean_is_the_same_bits_on_every_rank_and_in_every_run()
    {
        var first = Means();
        var second = Means();

        Assert.All(first, mean => Assert.Equal(first[0], mean));
        Assert.Equal(first[0], second[0]);

        static float[][] Means() => LocalRanks.Run(3, (rank, group) =>
        {
            using var random = new Generator((ulong)rank);
            var mine = randn([1000], generator: random);
            group.AllReduceMean([mine]);
            return mine.data<float>().ToArray();
        });
    }

    [Fact]
    public void Numbers_add_up_in_the_order_of_the_ranks()
    {
        var sums = LocalRanks.Run(3, (rank, group) => group.Sum(rank switch { 0 => 1e16, 1 => 1, _ => -1e16 }));

        Assert.All(sums, sum => Assert.Equal(1e16 + 1 + -1e16, sum));
    }

    [Fact]
    public void A_rank_that_fails_releases_the_others_and_its_error_is_the_one_thrown()
    {
        var error = Assert.Throws<InvalidOperationException>(() => LocalRanks.Run(3, (rank, group) =>
        {
            if (rank == 1)
                throw new InvalidOperationException("rank 1");
            group.Barrier();
        }));

        Assert.Equal("rank 1", error.Message);
    }

    [Fact]
    public void Zero_ranks_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LocalRanks.Run(0, (rank, _) => rank));
}
