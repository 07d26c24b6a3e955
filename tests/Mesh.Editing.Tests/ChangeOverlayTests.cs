using Mesh.Editing.Composition;
using Mesh.Editing.Windows;
using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Tests;

public sealed class ChangeOverlayTests
{
    private const int Side = 64;
    private const int Cells = 16;

    private static readonly byte[] Red = [220, 30, 30];
    private static readonly byte[] Blue = [30, 60, 230];
    private static readonly byte[] White = [240, 240, 240];

    [Fact]
    public void Nothing_changed_means_the_very_bytes_of_the_source()
    {
        var source = Square(Red, left: 22);
        var small = Small(source);

        var shown = new ChangeOverlay().Compose(new(source, small, Darker(small), Darker(small)));

        Assert.Equal(source.Pixels, shown.Pixels);
    }

    [Fact]
    public void Pixels_away_from_the_change_are_the_very_bytes_of_the_source()
    {
        var (source, target) = (Square(Red, left: 8), Square(Blue, left: 8));

        var shown = Compose(source, target);

        for (var y = 0; y < Side; y++)
            Assert.Equal(source.Pixels.AsSpan(3 * (y * Side + 40), 72).ToArray(),
                shown.Pixels.AsSpan(3 * (y * Side + 40), 72).ToArray());
    }

    [Fact]
    public void A_recoloured_thing_keeps_its_border_to_the_pixel()
    {
        var (source, target) = (Square(Red, left: 23), Square(Blue, left: 23));

        var shown = Compose(source, target);

        Assert.True(Distance(shown[23, 30], Blue) < 60);
        Assert.True(Distance(shown[22, 30], White) < 60);
    }

    [Fact]
    public void A_removed_thing_leaves_no_rim()
    {
        var (source, target) = (Square(Red, left: 23), Square(White, left: 23));

        var shown = Compose(source, target);

        Assert.True(FrameQuality.Psnr(shown.Pixels, target.Pixels) > 30);
    }

    [Fact]
    public void An_added_thing_is_shown_sharper_than_by_plain_enlargement()
    {
        var (source, target) = (Square(White, left: 20), Square(Blue, left: 20));

        var shown = Compose(source, target);

        var plain = Small(target).Resized(Side, Side, ResampleFilter.Bicubic).ToImage();
        Assert.InRange(Blurred(shown), 0, Blurred(plain) / 2);
    }

    private static int Blurred(RgbImage image) => Enumerable.Range(0, Side * Side).Count(pixel =>
        Distance(image[pixel % Side, pixel / Side], White) > 40
        && Distance(image[pixel % Side, pixel / Side], Blue) > 40);

    private static RgbImage Compose(RgbImage source, RgbImage target) =>
        new ChangeOverlay().Compose(new(source, Small(source), Small(target), Small(source)));

    private static RgbImage Square(byte[] colour, int left)
    {
        var image = new RgbImage(Side, Side);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var inside = x >= left && x < left + 20 && y >= 21 && y < 41;
                (inside ? colour : White).CopyTo(image[x, y]);
            }
        }
        return image;
    }

    private static PlanarFrame Small(RgbImage image) =>
        PlanarFrame.Of(image).Resized(Cells, Cells, ResampleFilter.Area);

    private static PlanarFrame Darker(PlanarFrame frame) =>
        frame with { Samples = [.. frame.Samples.Select(sample => sample * 0.97f)] };

    private static double Distance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        Math.Sqrt(Math.Pow(a[0] - b[0], 2) + Math.Pow(a[1] - b[1], 2) + Math.Pow(a[2] - b[2], 2));
}
