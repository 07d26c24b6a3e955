using Mesh.Editing.Report;
using Mesh.Video;

namespace Mesh.Editing.Tests;

public sealed class ChangedRegionTests
{
    [Fact]
    public void The_share_counts_changed_pixels()
    {
        var (source, shown) = (new RgbImage(20, 10), new RgbImage(20, 10));
        shown[3, 4][1] = 9;
        shown[19, 9][2] = 1;

        var region = new ChangedRegion(tolerance: 0);
        region.Add(source, shown);

        Assert.Equal(2 / 200.0, region.Share);
    }

    [Fact]
    public void A_difference_within_the_tolerance_is_no_change()
    {
        var (source, shown) = (new RgbImage(8, 8), new RgbImage(8, 8));
        shown[3, 4][1] = 20;

        var region = new ChangedRegion(tolerance: 20);
        region.Add(source, shown);

        Assert.Equal(0, region.Share);
    }

    [Fact]
    public void Outside_is_at_least_a_block_away_from_every_change()
    {
        var (source, shown) = (new RgbImage(50, 30), new RgbImage(50, 30));
        shown[20, 20][0] = 255;
        var region = new ChangedRegion(tolerance: 0);
        region.Add(source, shown);

        var outside = region.Outside(0, 50, 30)!;

        for (var y = 0; y < 30; y++)
        {
            for (var x = 0; x < 50; x++)
            {
                var near = Math.Abs(x / 8 - 2) <= 1 && Math.Abs(y / 8 - 2) <= 1;
                Assert.Equal(near ? 0 : 1, outside[y * 50 + x]);
            }
        }
    }

    [Fact]
    public void Nothing_is_outside_when_everything_changed()
    {
        var (source, shown) = (new RgbImage(16, 16), new RgbImage(16, 16));
        Array.Fill(shown.Pixels, (byte)200);
        var region = new ChangedRegion(tolerance: 0);
        region.Add(source, shown);

        Assert.Null(region.Outside(0, 16, 16));
    }
}
