using Mesh.Models.NanoText;
using Mesh.TestKit;
using Mesh.Video;

namespace Mesh.Editing.Tests;

public sealed class VideoEditorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EditModel _model;

    public VideoEditorTests() => _model = ModelFolder.Load(TinyNano.Write(_folder.At("tiny")));

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 7);

        await EditAsync(film, "a.mp4", seed: 3);
        await EditAsync(film, "b.mp4", seed: 3);
        await EditAsync(film, "c.mp4", seed: 4);

        Assert.Equal(Bytes("a.mp4"), Bytes("b.mp4"));
        Assert.NotEqual(Bytes("a.mp4"), Bytes("c.mp4"));
    }

    [Fact]
    public async Task The_number_of_threads_does_not_change_the_bytes()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 5);
        var threads = TorchSharp.torch.get_num_threads();

        Compute.UseThreads(1);
        await EditAsync(film, "one.mp4");
        Compute.UseThreads(3);
        await EditAsync(film, "three.mp4");
        Compute.UseThreads(threads);

        Assert.Equal(Bytes("one.mp4"), Bytes("three.mp4"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(23)]
    public async Task Every_frame_of_a_film_of_any_length_is_edited(int frames)
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), frames);

        var report = await EditAsync(film, "out.mp4");

        var (source, output) = (await VideoProbe.ReadAsync(film), await VideoProbe.ReadAsync(_folder.At("out.mp4")));
        Assert.Equal(frames, report.Frames);
        Assert.Equal(source.Timing.Timestamps.Count, output.FrameCount);
        Assert.True(report.Preservation.IsComplete, string.Join("; ", report.Preservation.Facts));
        await foreach (var (index, change) in ChangesAsync(source, output))
            Assert.True(change > 1, $"frame {index} was not edited: {change}");
    }

    [Theory]
    [InlineData(33, 21)]
    [InlineData(130, 22)]
    public async Task An_odd_size_comes_back_as_it_was(int width, int height)
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 3, width, height);

        var report = await EditAsync(film, "out.mp4");

        var output = await VideoProbe.ReadAsync(_folder.At("out.mp4"));
        Assert.Equal((width, height), (output.Width, output.Height));
        Assert.Equal(new PixelSize(width, height), report.Size);
    }

    [Fact]
    public async Task The_report_tells_what_was_run_and_measured()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 6);

        var report = await EditAsync(film, "out.mp4", seed: 9);

        Assert.Equal(new EditSettings(9, Steps: 2, Guidance: 2, NegativePrompt: ""), report.Settings);
        Assert.Equal(2, report.Windows);
        Assert.InRange(report.Change.ChangedShare, 0.001, 1);
        Assert.All(Enum.GetValues<EditStage>(), stage => Assert.True(report.Seconds.ContainsKey(stage)));
        Assert.InRange(report.Seconds.Values.Sum(), 0, report.TotalSeconds);
    }

    [Fact]
    public async Task A_comparison_shows_source_and_edit_side_by_side()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 3);

        await new VideoEditor(_model).EditAsync(
            new(film, "make it red", _folder.At("out.mp4")) { Compare = _folder.At("side.mp4") });

        var side = await VideoProbe.ReadAsync(_folder.At("side.mp4"));
        Assert.Equal((96, 40, 3), (side.Width, side.Height, side.FrameCount));
    }

    [Fact]
    public async Task An_unknown_word_is_named_before_the_film_is_read()
    {
        var error = await Assert.ThrowsAsync<UnknownWordException>(() => new VideoEditor(_model).EditAsync(
            new(_folder.At("absent.mp4"), "make it rainy", _folder.At("out.mp4"))));

        Assert.Equal("rainy", error.Word);
    }

    [Fact]
    public async Task A_reference_is_refused_by_a_model_that_takes_none()
    {
        var error = await Assert.ThrowsAsync<EditRequestException>(() => new VideoEditor(_model).EditAsync(
            new(_folder.At("in.mp4"), "make it red", _folder.At("out.mp4"))
            {
                Guides = new() { References = ["hat.png"] },
            }));

        Assert.Contains("tiny takes no reference image", error.Message, StringComparison.Ordinal);
    }

    private Task<EditReport> EditAsync(string film, string output, long seed = 1) => new VideoEditor(_model).EditAsync(
        new(film, "make it red", _folder.At(output)) { Seed = seed });

    private byte[] Bytes(string name) => File.ReadAllBytes(_folder.At(name));

    private static async IAsyncEnumerable<(int Index, double Change)> ChangesAsync(VideoInfo source, VideoInfo output)
    {
        await using var before = VideoReader.Open(source);
        await using var after = VideoReader.Open(output);
        var (a, b) = (new byte[3 * source.Width * source.Height], new byte[3 * source.Width * source.Height]);
        for (var index = 0; await before.ReadAsync(a) & await after.ReadAsync(b); index++)
        {
            var (sum, samples) = FrameQuality.SquaredError(a, b);
            yield return (index, Math.Sqrt((double)sum / samples));
        }
    }
}
