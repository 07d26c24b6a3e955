namespace Mesh.Video.Tests;

public sealed class RoundTripTests : IDisposable
{
    // The pattern has colours that only YUV can hold, so RGB clips them; a wrong matrix or range gives 20 dB.
    private const double LeastPsnr = 34;

    private readonly ClipFolder _clips = new();

    public static TheoryData<string> Kinds => [.. SampleClips.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_video_keeps_what_is_promised(string kind)
    {
        var (file, arguments, output) = SampleClips.All[kind];
        var source = await VideoProbe.ReadAsync(_clips.Make(file, arguments));

        var frames = await Films.FramesAsync(source);
        await Films.WriteAsync(source, frames, _clips["out" + output]);

        var written = await VideoProbe.ReadAsync(_clips["out" + output]);
        var report = await PreservationReport.MeasureAsync(source, written);
        Assert.True(report.IsComplete, string.Join('\n', report.Facts));
        var psnr = frames.Zip(await Films.FramesAsync(written), (a, b) => FrameQuality.Psnr(a.Pixels, b.Pixels)).Min();
        Assert.InRange(psnr, LeastPsnr, double.PositiveInfinity);
    }

    [Fact]
    public async Task A_film_cut_without_encoding_keeps_only_what_its_edit_list_shows()
    {
        var whole = _clips.Make("whole.mp4",
            "-f lavfi -i testsrc2=s=48x32:r=25:d=2 -f lavfi -i sine=d=2 -c:v libx264 -g 50 -bf 3 -c:a aac");
        var source = await VideoProbe.ReadAsync(_clips.Make("cut.mp4", $"-ss 0.52 -i {whole} -c copy"));

        await Films.CopyAsync(source, _clips["out.mp4"]);

        var report = await PreservationReport.MeasureAsync(source, _clips["out.mp4"]);
        Assert.Equal(37, source.FrameCount);
        Assert.True(report.IsComplete, string.Join('\n', report.Facts));
    }

    [Fact]
    public async Task A_stream_recorded_from_the_middle_gives_each_frame_it_can_decode_once()
    {
        var whole = await File.ReadAllBytesAsync(_clips.Make("whole.ts",
            "-f lavfi -i testsrc2=s=64x48:r=25:d=3 -f lavfi -i sine=d=3 -c:v libx264 -g 30 -bf 2 -c:a aac"));
        var source = await VideoProbe.ReadAsync(_clips.Write("a.ts", whole[(whole.Length / 3)..]));

        await Films.CopyAsync(source, _clips["out.mp4"]);

        var report = await PreservationReport.MeasureAsync(source, _clips["out.mp4"]);
        Assert.InRange(source.FrameCount, 20, 74);
        Assert.True(report.IsComplete, string.Join('\n', report.Facts));
    }

    public void Dispose() => _clips.Dispose();
}
