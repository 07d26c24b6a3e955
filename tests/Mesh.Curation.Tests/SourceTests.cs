using Mesh.Curation.Analysis;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Curation.Tests.Films;
using Mesh.TestKit;
using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Tests;

public sealed class SourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("min-side: 200", "too small")]
    [InlineData("min-rate: 30", "frame rate")]
    [InlineData("codecs: [vp9]", "codec")]
    [InlineData("min-seconds: 60", "too short")]
    [InlineData("max-seconds: 1", "too long")]
    public async Task A_film_outside_the_rules_has_its_reason(string rule, string reason)
    {
        await SmallFilms.Moving(71, 40, 1, 0).WriteAsync(_folder.At("film.mp4"));
        var recipe = RecipeFile.Parse($"name: mine\ntask: clips\nsources: {{ min-side: 64, {rule} }}", "mine");
        Assert.Equal(reason, (await AnalyseAsync(recipe, "film.mp4")).Drop?.Reason);
    }

    [Fact]
    public async Task Black_bars_are_found_and_cut_off()
    {
        await SmallFilms.Moving(72, 30, 1, 0).WriteAsync(_folder.At("film.mp4"));
        await Lavfi.RunAsync(
            ["-i", _folder.At("film.mp4"), "-vf", "pad=144:144:0:24:black", "-preset", "ultrafast",
             _folder.At("bars.mp4")]);
        Assert.Null((await AnalyseAsync(TestRecipes.Clips, "film.mp4")).Facts!.Picture);
        var picture = (await AnalyseAsync(TestRecipes.Clips, "bars.mp4")).Facts!.Picture!.Value;
        Assert.Equal((0, 144), (picture.Left, picture.Width));
        Assert.InRange(picture.Top, 24, 28);
        Assert.InRange(picture.Bottom, 116, 120);
    }

    [Theory]
    [InlineData("pc")]
    [InlineData("tv")]
    public async Task White_stays_white_and_black_black_whatever_the_range(string range)
    {
        await Lavfi.RunAsync(
            ["-f", "lavfi", "-i", "color=white:size=144x96:rate=25:duration=1", "-vf",
             $"drawbox=0:0:72:96:black:fill,scale=out_range={range},format=yuv420p", "-color_range", range,
             "-c:v", "libx264", "-preset", "ultrafast", _folder.At("film.mp4")]);
        var film = await VideoHeader.ReadAsync(_folder.At("film.mp4"));
        await ClipCutter.CutAsync(film, [new(_folder.At("clip.mp4"), 0, 20, 17, new(96, 64))]);
        await using var reader = VideoReader.Open(await VideoProbe.ReadAsync(_folder.At("clip.mp4")));
        var image = new RgbImage(reader.Width, reader.Height);
        await reader.ReadAsync(image.Pixels);
        Assert.InRange(image[10, 30][0], 0, 4);
        Assert.InRange(image[85, 30][0], 251, 255);
    }

    [Fact]
    public async Task Clips_of_one_pass_hold_exactly_the_frames_that_were_asked_for()
    {
        // Every frame is of its own grey.
        var film = new FilmScript(96, 64);
        film.Cut(film.Shot(60, (frame, rgb) => rgb.AsSpan().Fill((byte)(20 + 3 * frame))));
        await film.WriteAsync(_folder.At("film.mp4"), new(4, "ultrafast"));
        int[] starts = [0, 7, 31, 43];
        await ClipCutter.CutAsync(
            await VideoHeader.ReadAsync(_folder.At("film.mp4")),
            [.. starts.Select(start => new ClipCut(_folder.At($"{start}.mp4"), start, start + 17, 17, new(96, 64)))],
            new(4, "ultrafast"));
        foreach (var start in starts)
        {
            await using var reader = VideoReader.Open(await VideoProbe.ReadAsync(_folder.At($"{start}.mp4")));
            Assert.Equal(17, reader.FrameCount);
            var (image, frame) = (new RgbImage(96, 64), start);
            while (await reader.ReadAsync(image.Pixels))
                Assert.Equal(frame++, (int)Math.Round((image[40, 30][1] - 20) / 3.0));
        }
    }

    private async Task<SourceAnalysis> AnalyseAsync(Recipe recipe, string name) =>
        await new SourceAnalyzer(recipe, null, null, new(), new())
            .RunAsync(await SourceVideo.ReadAsync(_folder.At(name)));
}
