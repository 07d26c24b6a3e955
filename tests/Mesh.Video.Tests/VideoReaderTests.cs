namespace Mesh.Video.Tests;

public sealed class VideoReaderTests : IDisposable
{
    private readonly ClipFolder _clips = new();

    [Fact]
    public async Task A_window_holds_the_same_frames_as_the_whole_film()
    {
        var video = await VideoProbe.ReadAsync(_clips.Make("a.mp4", "-f lavfi -i testsrc2=s=64x48:r=25:d=1 -bf 3"));
        var all = await Films.FramesAsync(video);

        var window = await Films.FramesAsync(video, new() { Start = 7, Count = 9 });

        Assert.Equal(all.Skip(7).Take(9).Select(frame => frame.Pixels), window.Select(frame => frame.Pixels));
    }

    [Fact]
    public async Task Every_frame_comes_once_however_uneven_the_timestamps_are()
    {
        // The grey level of a frame is its number, so a repeated or dropped frame shows.
        var video = await VideoProbe.ReadAsync(_clips.Make("a.mkv",
            @"-f lavfi -i color=black:s=16x16:r=50:d=1,geq=r=5*N:g=5*N:b=5*N,format=rgb24 "
            + @"-vf setpts=PTS+gt(N\,20)*2.5/TB+mod(N\,4)*3 -fps_mode passthrough -c:v ffv1 -pix_fmt bgr0"));

        var levels = (await Films.FramesAsync(video)).Select(frame => (int)frame.Pixels[0]);

        Assert.Equal(Enumerable.Range(0, 50).Select(frame => 5 * frame), levels);
    }

    [Theory]
    [InlineData("bt709", "tv")]
    [InlineData("bt709", "pc")]
    [InlineData("smpte170m", "tv")]
    [InlineData("smpte170m", "pc")]
    [InlineData("bt2020nc", "tv")]
    public async Task Colours_follow_the_tags_of_the_file(string space, string range)
    {
        var scale = $"scale=out_color_matrix={(space == "bt2020nc" ? "bt2020" : space)}:out_range={range}";
        var video = await VideoProbe.ReadAsync(_clips.Make("a.mp4",
            $"-f lavfi -i color=0xC83214:s=32x32:d=0.1 -vf {scale},format=yuv444p "
            + $"-c:v libx264 -qp 1 -color_range {range} -colorspace {space}"));

        var pixel = (await Films.FramesAsync(video))[0][16, 16].ToArray();

        int[] expected = [0xC8, 0x32, 0x14];
        Assert.All(pixel.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - 3, pair.Second + 3));
    }

    [Fact]
    public async Task Frames_are_turned_as_the_player_shows_them()
    {
        var flat = _clips.Make("flat.mp4",
            "-f lavfi -i color=red:s=64x32:d=0.1 -vf drawbox=0:0:16:16:blue:fill -c:v libx264 -qp 1 -pix_fmt yuv444p");
        var video = await VideoProbe.ReadAsync(_clips.Make("a.mp4", $"-i {flat} -c copy -metadata:s:v rotate=270"));

        var frame = (await Films.FramesAsync(video))[0];

        // A quarter turn clockwise brings the top left corner to the top right.
        Assert.Equal((32, 64, 90), (frame.Width, frame.Height, video.Rotation));
        Assert.True(frame[28, 4][2] > 200, "The blue corner must be at the top right.");
        Assert.True(frame[4, 60][0] > 200, "The rest must be red.");
    }

    [Fact]
    public async Task A_crop_is_cut_before_it_is_resized()
    {
        var video = await VideoProbe.ReadAsync(_clips.Make("a.mkv",
            "-f lavfi -i color=black:s=64x64:d=0.1 -vf drawbox=33:17:11:13:white:fill -c:v ffv1 -pix_fmt bgr0"));

        var options = new ReadOptions { Crop = new(33, 17, 11, 13), Size = new(22, 26) };
        var frame = (await Films.FramesAsync(video, options))[0];

        Assert.Equal(new PixelSize(22, 26), new(frame.Width, frame.Height));
        Assert.All(frame.Pixels, sample => Assert.InRange(sample, 250, 255));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 6)]
    [InlineData(5, 1)]
    [InlineData(0, 0)]
    public async Task A_window_outside_the_film_is_refused(int start, int count)
    {
        var video = await VideoProbe.ReadAsync(_clips.Make("a.mp4", "-f lavfi -i color=s=32x32:d=0.2"));

        var window = new ReadOptions { Start = start, Count = count };
        Assert.Throws<ArgumentOutOfRangeException>(() => VideoReader.Open(video, window));
    }

    [Fact]
    public async Task A_file_that_shrinks_after_the_probe_ends_with_the_number_of_the_frame()
    {
        var path = _clips.Make("a.mp4", "-f lavfi -i testsrc2=s=64x48:r=25:d=1 -c:v mpeg4 -movflags +faststart");
        var video = await VideoProbe.ReadAsync(path);
        using (var file = File.OpenWrite(path))
            file.SetLength(file.Length / 2);

        var error = await Assert.ThrowsAsync<VideoException>(() => Films.FramesAsync(video));

        Assert.Matches(@"frame \d+ cannot be decoded", error.Message);
    }

    public void Dispose() => _clips.Dispose();
}
