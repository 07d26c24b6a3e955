using System.Text;

namespace Mesh.Video.Tests;

public sealed class ProbedVideoTests : IDisposable
{
    private readonly ClipFolder _clips = new();

    [Fact]
    public async Task Everything_comes_back_but_the_path()
    {
        var probed = await VideoProbe.ReadAsync(_clips.Make("a.webm",
            "-f lavfi -i testsrc2=s=64x48:r=25:d=1 -f lavfi -i sine=d=1:r=48000 -c:v libvpx-vp9 -c:a libopus"));
        var kept = await WriteAsync(probed);

        var read = await ProbedVideo.ReadAsync(new MemoryStream(kept), "/elsewhere/b.webm");

        Assert.Equal("/elsewhere/b.webm", read.Path);
        Assert.DoesNotContain("a.webm", Encoding.UTF8.GetString(kept), StringComparison.Ordinal);
        Assert.NotEqual(0, read.Audio[0].PreSkip);
        Assert.Equal(probed.Audio, read.Audio);
        Assert.Equal(probed.Timing.Timestamps, read.Timing.Timestamps);
        Assert.Equal(
            probed with { Path = read.Path },
            read with { Audio = probed.Audio, Notes = probed.Notes, Timing = probed.Timing });
    }

    [Fact]
    public async Task A_picture_is_still_read_as_one()
    {
        var probed = await VideoProbe.ReadAsync(_clips.Make("a.png", "-f lavfi -i testsrc2=s=64x48 -frames:v 1"));

        var read = await ProbedVideo.ReadAsync(new MemoryStream(await WriteAsync(probed)), probed.Path);

        await using var reader = VideoReader.Open(read);
        Assert.Single(await reader.FramesAsync().ToListAsync());
        Assert.NotNull(read.PictureDemuxer);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Anything_else_is_refused(string text) => await Assert.ThrowsAsync<InvalidDataException>(
        () => ProbedVideo.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "a.mp4"));

    public void Dispose() => _clips.Dispose();

    private static async Task<byte[]> WriteAsync(VideoInfo video)
    {
        using var stream = new MemoryStream();
        await ProbedVideo.WriteAsync(stream, video);
        return stream.ToArray();
    }
}
