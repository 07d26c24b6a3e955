using Mesh.Curation.Masks;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Tests.Films;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Tests;

public sealed class MaskTests : IDisposable
{
    private const int Width = 144;
    private const int Height = 96;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_mask_grows_by_exactly_so_many_pixels()
    {
        var mask = new byte[20 * 15];
        mask[7 * 20 + 9] = 1;
        MaskGrowth.Grow(mask, 20, 15, 3);
        for (var y = 0; y < 15; y++)
        {
            for (var x = 0; x < 20; x++)
                Assert.Equal(Math.Abs(x - 9) <= 3 && Math.Abs(y - 7) <= 3 ? 1 : 0, mask[y * 20 + x]);
        }
    }

    [Theory]
    [InlineData(0.2, 1.0, null)]
    [InlineData(0.7, 1.0, "instance too large")]
    [InlineData(0.7, 0.1, null)]
    [InlineData(0.0, 1.0, "empty mask")]
    public async Task Instances_may_cover_half_of_the_frame_in_most_frames(double area, double frames, string? reason)
    {
        var drop = await RunAsync(area, frames);
        Assert.Equal(reason, drop?.Reason);
        Assert.Equal(reason is null, File.Exists(_folder.At("masked.mp4")));
    }

    [Fact]
    public async Task What_is_under_the_grown_mask_is_filled_and_the_rest_is_not()
    {
        Assert.Null(await RunAsync(0.2, 1.0));
        var (clip, masked) = (await FirstAsync("film.mp4"), await FirstAsync("masked.mp4"));
        Assert.InRange(masked[5, 50][1], 120, 136);
        var edge = (int)(0.2 * Width);
        Assert.InRange(masked[edge + 4, 50][1], 110, 146);  // grown by at least 8
        var far = masked[Width - 10, 50];
        Assert.InRange(far[1], clip[Width - 10, 50][1] - 12, clip[Width - 10, 50][1] + 12);
    }

    [Fact]
    public async Task A_mask_beside_the_film_gives_a_masked_clip()
    {
        await FilmsAsync(0.2, 1.0, "film.mp4", "film.mask.mp4");
        var recipe = TestRecipes.Clips with { Masks = new() { MinGrowth = 2, MaxGrowth = 4 } };
        var store = new DirectoryArtifactStore(_folder.At("work"));
        await new LocalCuration(new(recipe, store, new()), 1).RunAsync([_folder.At("film.mp4")], _folder.At("out"));
        var line = File.ReadAllText(_folder.At("out/manifest.jsonl"));
        foreach (var role in (string[])["source.mp4", "mask.mp4", "masked.mp4"])
            Assert.Contains(role, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A cloth moves.", null)]
    [InlineData(null, "no usable answer")]
    public async Task The_masked_clip_is_put_into_words_where_the_recipe_asks_for_it(string? caption, string? reason)
    {
        await FilmsAsync(0.2, 1.0, "film.mp4", "film.mask.mp4");
        var captioner = new Captioner(caption);
        await CurateAsync(new() { MinGrowth = 2, MaxGrowth = 4, Caption = "vlm" }, new() { Captioner = captioner });
        Assert.EndsWith("masked.mp4", captioner.Shown, StringComparison.Ordinal);
        if (reason is null)
            Assert.Contains($"\"maskedCaption\":\"{caption}\"", Manifest(), StringComparison.Ordinal);
        else
            Assert.Contains($"\"reason\":\"{reason}\"", Drops(), StringComparison.Ordinal);
        var card = File.ReadAllText(_folder.At("out/card.md"));
        Assert.Contains("| masked captions | reader |", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_that_the_tool_refuses_is_dropped_with_its_words()
    {
        await FilmsAsync(0.2, 1.0, "film.mp4", "other.mp4");
        await CurateAsync(new() { Source = "picky" }, new() { Masks = new Picky() });
        Assert.Contains("refused by the tool\",\"detail\":\"too blue", Drops(), StringComparison.Ordinal);
        Assert.Equal("", Manifest());
    }

    private string Manifest() => File.ReadAllText(_folder.At("out/manifest.jsonl"));

    private string Drops() => File.ReadAllText(_folder.At("out/drops.jsonl"));

    private async Task CurateAsync(MaskRules rules, CurationTools tools)
    {
        var store = new DirectoryArtifactStore(_folder.At("work"));
        var pipeline = new CurationPipeline(TestRecipes.Clips with { Masks = rules }, store, tools);
        await new LocalCuration(pipeline, 1).RunAsync([_folder.At("film.mp4")], _folder.At("out"));
    }

    private async Task<Drop?> RunAsync(double area, double frames)
    {
        await FilmsAsync(area, frames, "film.mp4", "mask.mp4");
        return await new MaskOperator(new() { MinGrowth = 8, MaxGrowth = 12 }, 1).RunAsync(
            "sample", _folder.At("film.mp4"), _folder.At("mask.mp4"), _folder.At("masked.mp4"), new(12, "ultrafast"),
            default);
    }

    // The left part of the frame is the instance; a small part in the frames that are left.
    private async Task FilmsAsync(double area, double frames, string clip, string mask)
    {
        var film = SmallFilms.Moving(51, 40, 1, 0);
        await film.WriteAsync(_folder.At(clip));
        var shapes = film.Shot(40, (frame, rgb) =>
        {
            var share = frame < frames * 40 ? area : 0.1;
            for (var i = 0; i < rgb.Length; i++)
                rgb[i] = i / 3 % Width < share * Width ? (byte)255 : (byte)0;
        });
        await FilmScript.WriteAsync(_folder.At(mask), Width, Height, shapes, new(8, "ultrafast"));
    }

    private async Task<RgbImage> FirstAsync(string name)
    {
        await using var reader = VideoReader.Open(await VideoProbe.ReadAsync(_folder.At(name)));
        var image = new RgbImage(reader.Width, reader.Height);
        await reader.ReadAsync(image.Pixels);
        return image;
    }

    /// <summary>Reads every clip alike.</summary>
    private sealed class Captioner(string? words) : IMaskCaptioner
    {
        public string Name => "reader";

        public string Shown { get; private set; } = "";

        public Task<string?> CaptionAsync(VideoHeader masked, CancellationToken cancellation)
        {
            Shown = masked.Path;
            return Task.FromResult(words);
        }
    }

    private sealed class Picky : IMaskSource
    {
        public string Name => "picky";

        public Task SegmentAsync(string clip, string mask, CancellationToken cancellation) =>
            throw new ToolRefusedException("too blue", new InvalidOperationException());
    }
}
