namespace Mesh.Scenes.Tests;

public sealed class SceneRandomTests
{
    [Fact]
    public void A_seed_means_the_same_numbers_for_ever()
    {
        var random = new SceneRandom(1);

        Assert.Equal([15245521843247263014UL, 5167766814141887386UL], [random.NextUInt64(), random.NextUInt64()]);
    }

    [Fact]
    public void Streams_of_one_seed_differ() =>
        Assert.NotEqual(new SceneRandom(7, 1).NextUInt64(), new SceneRandom(7, 2).NextUInt64());

    [Fact]
    public void Numbers_fill_their_range_evenly()
    {
        var random = new SceneRandom(3);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.Below(7)]++;

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.Between(2, 3), 2, 3));
    }
}
