using Mesh.Video;

namespace Mesh.Editing.Report;

/// <summary>What an edit changed, and how close the rest is to the source, measured on the written file.</summary>
/// <param name="ChangedShare">Pixels the edit changed over all pixels, 0 to 1.</param>
/// <param name="OutsidePsnr">
/// dB over every pixel at least 8 pixels away from a change; 100 stands for equal pixels, null for no such pixel.
/// </param>
/// <param name="OutsideSsim">Mean over the same pixels of at most 64 frames; null for no such pixel.</param>
public sealed record ChangeReport(double ChangedShare, double? OutsidePsnr, double? OutsideSsim)
{
    private const double EqualPsnr = 100;
    private const int MaxSsimFrames = 64;

    /// <param name="before">The frames of the source.</param>
    /// <param name="output">The edited film.</param>
    /// <param name="region">What was changed.</param>
    /// <param name="cancellation">Observed between frames.</param>
    /// <exception cref="VideoException">One of the films cannot be read.</exception>
    internal static async Task<ChangeReport> MeasureAsync(
        IFrameReader before, VideoInfo output, ChangedRegion region, CancellationToken cancellation)
    {
        await using var after = VideoReader.Open(output);
        var (a, b) = (new RgbImage(before.Width, before.Height), new RgbImage(after.Width, after.Height));
        var (sum, samples) = (0L, 0L);
        var ssim = new List<double>();
        var every = (region.Frames + MaxSsimFrames - 1) / MaxSsimFrames;

        for (var frame = 0; frame < region.Frames; frame++)
        {
            await before.ReadAsync(a.Pixels, cancellation);
            await after.ReadAsync(b.Pixels, cancellation);
            if (region.Outside(frame, a.Width, a.Height) is not { } outside)
                continue;

            var error = FrameQuality.SquaredError(a.Pixels, b.Pixels, outside);
            (sum, samples) = (sum + error.Sum, samples + error.Samples);
            if (frame % every == 0)
                ssim.Add(StructuralSimilarity.Of(a, b, outside));
        }

        return new(
            region.Share,
            samples == 0 ? null : Math.Min(EqualPsnr, FrameQuality.PsnrOf(sum, samples)),
            ssim.Count == 0 ? null : ssim.Average());
    }
}
