using Mesh.Video.Perception;

namespace Mesh.Video.Tests.Perception;

public sealed class PerceptionTests
{
    [Fact]
    public void A_grid_stands_in_the_middle_of_its_cells() => Assert.Equal(
        [new(0, 1.5f, 0.5f), new(0, 5.5f, 0.5f), new(0, 1.5f, 2.5f), new(0, 5.5f, 2.5f)],
        TrackPoint.Grid(new(8, 4), 2));

    [Fact]
    public void The_nearest_pixel_of_a_depth_map_is_white() => Assert.Equal(
        [0, 0, 0, 51, 51, 51, 255, 255, 255],
        new DepthMap(3, 1, [2, 3, 7]).ToImage().Pixels);

    [Fact]
    public void A_flat_depth_map_is_black() =>
        Assert.All(new DepthMap(2, 1, [4, 4]).ToImage().Pixels, value => Assert.Equal(0, value));
}
