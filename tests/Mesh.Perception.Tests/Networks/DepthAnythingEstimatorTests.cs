using Mesh.Perception.Networks;

namespace Mesh.Perception.Tests.Networks;

public sealed class DepthAnythingEstimatorTests : IDisposable
{
    private readonly GoldenFolder _folder = GoldenFolder.DepthAnything();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_frame_gets_a_map_of_its_size()
    {
        using var estimator = DepthAnythingEstimator.Load(_folder.Path);
        var frames = Enumerable.Range(0, 5).Select(i => Pictures.Waves(60, 40, i)).ToArray();

        var maps = estimator.Estimate(frames);

        Assert.Equal(5, maps.Count);
        Assert.All(maps, map => Assert.Equal((60, 40, 2400), (map.Width, map.Height, map.Nearness.Length)));
        Assert.All(maps, map => Assert.All(map.Nearness, value => Assert.True(value >= 0)));
        Assert.NotEqual(maps[0].Nearness, maps[1].Nearness);
        Assert.All(
            maps[4].Nearness.Zip(estimator.Estimate([frames[4]])[0].Nearness),
            pair => Assert.Equal(pair.First, pair.Second, 4));
    }

    [Fact]
    public void A_network_that_tells_metres_is_refused()
    {
        var path = _folder.In("config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"relative\"", "\"metric\"", StringComparison.Ordinal));

        var error = Assert.Throws<PerceptionException>(() => DepthAnythingEstimator.Load(_folder.Path));

        Assert.Contains("must be relative, got metric", error.Message, StringComparison.Ordinal);
    }
}
