using Mesh.Video.Images;

namespace Mesh.Video.Tests;

public sealed class ImageTests : IDisposable
{
    private readonly ClipFolder _clips = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_picture_comes_back_as_it_was_saved(int channels)
    {
        var image = new Raster(7, 5, channels, new byte[7 * 5 * channels]);
        new Random(channels).NextBytes(image.Samples);

        PngFile.Save(_clips["a.png"], image);

        var loaded = PngFile.Load(_clips["a.png"]);
        Assert.Equal((7, 5, channels), (loaded.Width, loaded.Height, loaded.Channels));
        Assert.Equal(image.Samples, loaded.Samples);
    }

    [Fact]
    public async Task Ffmpeg_reads_what_is_saved()
    {
        var image = new RgbImage(31, 17);
        new Random(7).NextBytes(image.Pixels);

        PngFile.Save(_clips["a.png"], image);

        Assert.Equal(image.Pixels, (await Films.FramesAsync(await VideoProbe.ReadAsync(_clips["a.png"])))[0].Pixels);
    }

    [Theory]
    [InlineData("none", "rgb24")]
    [InlineData("sub", "rgba")]
    [InlineData("avg", "gray")]
    [InlineData("paeth", "rgb24")]
    [InlineData("mixed", "pal8")]
    public async Task Every_filter_and_colour_type_is_read(string filter, string format)
    {
        var path = _clips.Make("a.png", $"-f lavfi -i testsrc2=s=64x48 -frames:v 1 -pred {filter} -pix_fmt {format}");

        var expected = (await Films.FramesAsync(await VideoProbe.ReadAsync(path)))[0];

        Assert.Equal(expected.Pixels, PngFile.Load(path).ToRgb().Pixels);
    }

    [Fact]
    public void A_damaged_file_is_refused_in_one_line()
    {
        PngFile.Save(_clips["a.png"], new RgbImage(16, 16));
        var bytes = File.ReadAllBytes(_clips["a.png"]);
        var flipped = bytes.ToArray();
        flipped[45] ^= 1;

        foreach (var damaged in new[] { [], bytes[..20], bytes[..50], flipped })
        {
            var error = Assert.Throws<VideoException>(() => PngFile.Load(_clips.Write("b.png", damaged)));
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void A_contact_sheet_shows_every_frame_enlarged()
    {
        var red = new RgbImage(2, 2, [255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0]);

        var sheet = ContactSheet.Draw([new("one", [red, red]), new("two", [red])], scale: 5);

        var count = Enumerable.Range(0, sheet.Width * sheet.Height)
            .Count(i => sheet.Pixels.AsSpan(3 * i, 3).SequenceEqual<byte>([255, 0, 0]));
        Assert.Equal(3 * 10 * 10, count);
    }

    [Fact]
    public void A_chart_draws_its_line_from_corner_to_corner()
    {
        (double, double)[] points = [(0, 1), (50, double.NaN), (100, 3)];

        var chart = new LineChart("Loss", "step", "loss", [new("train", points)]).Draw(320, 240);

        Assert.True(HasBlue(chart, new(92, 150, 30, 40)), "The line must start at the bottom left.");
        Assert.True(HasBlue(chart, new(275, 44, 25, 30)), "The line must end at the top right.");
        Assert.False(HasBlue(chart, new(92, 44, 60, 60)), "Nothing lies above the line.");
    }

    [Fact]
    public void A_logarithmic_chart_leaves_out_what_has_no_logarithm()
    {
        (double, double)[] points = [(0, 0), (1, -1), (2, 0.01), (3, 100)];

        var chart = new LineChart("", "", "", [new("", points)]) { IsLogarithmic = true }.Draw();

        Assert.True(HasBlue(chart, new(92, 400, 100, 90)), "The first point is (2, 0.01).");
    }

    public void Dispose() => _clips.Dispose();

    private static bool HasBlue(RgbImage image, PixelRect box) =>
        Enumerable.Range(box.Top, box.Height).Any(y => Enumerable.Range(box.Left, box.Width)
            .Any(x => image[x, y].SequenceEqual<byte>([31, 119, 180])));
}
