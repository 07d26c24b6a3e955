namespace Mesh.Video.Tests;

public sealed class RawFramesTests : IDisposable
{
    private readonly ClipFolder _clips = new();

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Frames_that_were_copied_while_they_were_read_come_back()
    {
        var video = await VideoAsync();
        var decoded = await Films.FramesAsync(video);

        var read = await ReadAsync(new CopiedFrames(VideoReader.Open(video), _clips["a.rgb"]));
        var again = await ReadAsync(RawFrames.Open(_clips["a.rgb"], video));

        Assert.Equal(RawFrames.BytesOf(video), new FileInfo(_clips["a.rgb"]).Length);
        Assert.Equal(decoded.Select(frame => frame.Pixels), read);
        Assert.Equal(read, again);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_file_of_another_length_is_refused(int more)
    {
        var video = await VideoAsync();
        var path = _clips.Write("a.rgb", new byte[RawFrames.BytesOf(video) + more]);

        var error = Assert.Throws<InvalidDataException>(() => RawFrames.Open(path, video));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    private Task<VideoInfo> VideoAsync() =>
        VideoProbe.ReadAsync(_clips.Make("a.mp4", "-f lavfi -i testsrc2=s=64x48:r=10:d=0.5"));

    private static async Task<List<byte[]>> ReadAsync(IFrameReader frames)
    {
        await using (frames)
        {
            var all = new List<byte[]>();
            for (var frame = NewFrame(); await frames.ReadAsync(frame); frame = NewFrame())
                all.Add(frame);
            return all;
        }

        byte[] NewFrame() => new byte[frames.Width * frames.Height * 3];
    }
}
