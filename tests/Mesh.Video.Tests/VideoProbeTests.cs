namespace Mesh.Video.Tests;

public sealed class VideoProbeTests : IDisposable
{
    private readonly ClipFolder _clips = new();

    [Fact]
    public async Task Everything_about_a_film_is_read()
    {
        var film = await VideoProbe.ReadAsync(_clips.Make("a.mp4",
            "-f lavfi -i testsrc2=s=64x48:r=30000/1001:d=1 -f lavfi -i sine=d=1:r=48000 -vf setsar=4/3 -c:v libx264 "
            + "-pix_fmt yuv420p10le -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 "
            + "-c:a aac -ac 2"));

        Assert.Equal("h264", film.Codec);
        Assert.Equal((64, 48, 85), (film.Width, film.Height, film.DisplayWidth));
        Assert.Equal(new Rational(4, 3), film.SampleAspect);
        Assert.Equal((30, new Rational(30000, 1001)), (film.FrameCount, film.AverageRate));
        Assert.Equal(1.001, film.Timing.Seconds, 6);
        Assert.Equal(("yuv420p10le", 10, false), (film.PixelFormat, film.BitDepth, film.HasAlpha));
        Assert.Equal(ColourTags.Bt709, film.Colour);
        var audio = Assert.Single(film.Audio);
        Assert.Equal(("aac", 2, 48000), (audio.Codec, audio.Channels, audio.SampleRate));
        Assert.False(film.Timing.IsVariable);
        Assert.Empty(film.Notes);
    }

    [Theory]
    [InlineData("a.png", "-pix_fmt rgba", true)]
    [InlineData("b.png", "-pix_fmt rgb24", false)]
    [InlineData("a.webm", "-pix_fmt yuva420p -c:v libvpx-vp9", true)]
    [InlineData("a.mov", "-pix_fmt argb -c:v qtrle", true)]
    [InlineData("b.mov", "-pix_fmt yuv422p10le -c:v prores_ks", false)]
    public async Task Transparency_is_noticed(string name, string arguments, bool hasAlpha)
    {
        var video = await VideoProbe.ReadAsync(
            _clips.Make(name, $"-f lavfi -i testsrc2=s=64x48 -frames:v 1 {arguments}"));

        Assert.Equal(hasAlpha, video.HasAlpha);
    }

    [Fact]
    public async Task A_picture_is_a_film_of_one_frame()
    {
        var picture = await VideoProbe.ReadAsync(_clips.Make("a.png", "-f lavfi -i testsrc2=s=64x48 -frames:v 1"));

        Assert.True(picture.IsStill);
        Assert.Equal((1, 64, 48), (picture.FrameCount, picture.Width, picture.Height));
    }

    [Fact]
    public async Task An_elementary_stream_gets_a_rate_and_a_note()
    {
        var film = await VideoProbe.ReadAsync(
            _clips.Make("a.h264", "-f lavfi -i testsrc2=s=64x48:r=25:d=1 -c:v libx264"));

        Assert.Equal((25, 1.0), (film.FrameCount, film.Timing.Seconds));
        Assert.Single(film.Notes);
    }

    [Fact]
    public async Task Cover_art_is_no_video()
    {
        var cover = _clips.Make("a.png", "-f lavfi -i testsrc2=s=64x48 -frames:v 1");
        var song = _clips.Make("a.mp3",
            $"-f lavfi -i sine=d=0.3 -i {cover} -map 0 -map 1 -c:v copy -disposition:v attached_pic");

        var error = await Assert.ThrowsAsync<VideoException>(() => VideoProbe.ReadAsync(song));

        Assert.Contains("cover art", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_a_probe()
    {
        var path = _clips.Make("a.mp4", "-f lavfi -i testsrc2=s=64x48:d=0.2");
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => VideoProbe.ReadAsync(path, cancellation: cancellation.Token));
    }

    public void Dispose() => _clips.Dispose();
}
