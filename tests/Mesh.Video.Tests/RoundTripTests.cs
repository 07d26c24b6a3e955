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

        await Films.CopyAsync(source, _clips["out" + output]);

        var report = await PreservationReport.MeasureAsync(source, _clips["out" + output]);
        Assert.True(report.IsComplete, string.Join('\n', report.Facts));
        Assert.InRange(await LeastPsnrAsync(source, _clips["out" + output]), LeastPsnr, double.PositiveInfinity);
    }

    public void Dispose() => _clips.Dispose();

    private static async Task<double> LeastPsnrAsync(VideoInfo source, string output)
    {
        var before = await Films.FramesAsync(source);
        var after = await Films.FramesAsync(await VideoProbe.ReadAsync(output));
        return before.Zip(after, (a, b) => FrameQuality.Psnr(a.Pixels, b.Pixels)).Min();
    }
}
