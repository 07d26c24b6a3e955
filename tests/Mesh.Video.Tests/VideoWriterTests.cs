using System.Security.Cryptography;

namespace Mesh.Video.Tests;

public sealed class VideoWriterTests : IDisposable
{
    private readonly ClipFolder _clips = new();

    [Theory]
    [InlineData(".mp4")]
    [InlineData(".mov")]
    [InlineData(".mkv")]
    [InlineData(".webm")]
    public async Task The_same_frames_give_the_same_bytes(string extension)
    {
        var source = await VideoProbe.ReadAsync(_clips.Make("a.mkv",
            "-f lavfi -i testsrc2=s=64x48:d=0.5 -f lavfi -i sine=d=0.5 -c:v ffv1 -c:a libopus"));

        await Films.CopyAsync(source, _clips["b" + extension]);
        await Films.CopyAsync(source, _clips["c" + extension]);

        Assert.Equal(Hash("b" + extension), Hash("c" + extension));
    }

    [Fact]
    public async Task Timestamps_are_kept_tick_by_tick()
    {
        long[] ticks = [0, 3003, 7777, 9009, 20000, 90001];
        var target = VideoTarget.Film(16, 16, new(25, 1), 6) with { Timing = new(new(1, 90000), ticks, 1234) };

        await WriteAsync(target, "a.mp4");

        var written = (await VideoProbe.ReadAsync(_clips["a.mp4"])).Timing;
        Assert.Equal(new Rational(1, 90000), written.TimeBase);
        Assert.Equal(ticks, written.Timestamps);
        Assert.Equal(1234, written.LastDuration);
    }

    [Fact]
    public async Task A_film_without_a_source_is_silent_and_tagged()
    {
        await WriteAsync(VideoTarget.Film(33, 47, new(30000, 1001), 3), "a.mp4");

        var film = await VideoProbe.ReadAsync(_clips["a.mp4"]);

        Assert.Equal((33, 47, 3), (film.Width, film.Height, film.FrameCount));
        Assert.Equal(new Rational(30000, 1001), film.AverageRate);
        Assert.Equal(ColourTags.Bt709, film.Colour);
        Assert.Empty(film.Audio);
    }

    [Fact]
    public async Task Sound_a_container_cannot_store_is_encoded_again_with_a_note()
    {
        var source = await VideoProbe.ReadAsync(_clips.Make("a.mp4",
            "-f lavfi -i testsrc2=s=32x32:d=0.5 -f lavfi -i sine=d=0.5 -c:a aac -ac 6"));

        var notes = await Films.CopyAsync(source, _clips["b.webm"]);

        Assert.Contains("aac", Assert.Single(notes), StringComparison.Ordinal);
        var report = await PreservationReport.MeasureAsync(source, _clips["b.webm"]);
        Assert.False(report.IsComplete);
        Assert.Equal("it was encoded again", report.Facts.Single(fact => fact.Name == "audio").Reason);
    }

    [Fact]
    public async Task Titles_and_chapters_are_carried_over()
    {
        var chapter = "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=200\ntitle=Beach\n"u8;
        _clips.Write("meta.txt", [.. ";FFMETADATA1\ntitle=Holiday\n"u8, .. chapter]);
        var path = _clips.Make("a.mp4",
            $"-f lavfi -i color=s=32x32:d=0.4 -i {_clips["meta.txt"]} -map_metadata 1 -map_chapters 1");

        await Films.CopyAsync(await VideoProbe.ReadAsync(path), _clips["b.mkv"]);

        var tags = _clips.Run("ffprobe", "-v", "error", "-show_entries", "format_tags=title:chapter_tags=title",
            "-of", "csv=p=0", _clips["b.mkv"]);
        Assert.Equal(["Beach", "Holiday"], tags.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    public void Dispose() => _clips.Dispose();

    private async Task WriteAsync(VideoTarget target, string name)
    {
        await using var writer = VideoWriter.Create(_clips[name], target);
        for (var frame = 0; frame < target.Timing.FrameCount; frame++)
            await writer.WriteAsync(Enumerable.Repeat((byte)(frame * 40), writer.FrameBytes).ToArray());
        await writer.CompleteAsync();
    }

    private string Hash(string name) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_clips[name])));
}
