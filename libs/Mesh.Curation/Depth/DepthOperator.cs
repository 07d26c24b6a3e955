using System.Globalization;
using Mesh.Curation.Recipes;
using Mesh.Video;

namespace Mesh.Curation.Depth;

/// <summary>The guide of Ditto's data: the depth of a clip as a film beside it; one that says nothing is dropped.
/// </summary>
/// <param name="rules">What is kept.</param>
/// <param name="source">Estimates.</param>
public sealed class DepthOperator(DepthRules rules, IDepthSource source)
{
    /// <summary>Writes the depth of a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="depth">The .mp4 to write.</param>
    /// <param name="quality">Of the depth film.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Null for a film that can be used.</returns>
    /// <exception cref="Instructions.AnnotatorUnavailableException">The source cannot be reached now.</exception>
    public async Task<Drop?> RunAsync(
        string clip, string depth, VideoQuality quality, CancellationToken cancellation)
    {
        await source.EstimateAsync(clip, depth, quality, cancellation);
        try
        {
            var film = await VideoProbe.ReadAsync(clip, null, cancellation);
            var guide = await VideoProbe.ReadAsync(depth, null, cancellation);
            if (guide.Size != film.Size || guide.FrameCount != film.FrameCount)
            {
                return Dropped(
                    "depth does not fit",
                    $"{guide.FrameCount} frames of {guide.Size} for {film.FrameCount} of {film.Size}");
            }
            var contrast = await ContrastAsync(guide, cancellation);
            return contrast >= rules.MinContrast ? null : Dropped(
                "flat depth",
                string.Create(
                    CultureInfo.InvariantCulture, $"deviates by {contrast:0.##}, needed {rules.MinContrast:0.##}"));
        }
        catch (VideoException error) when (error.IsAboutFile)
        {
            return Dropped("depth does not fit", error.Reason);
        }
    }

    // Standard deviation of the grey values of a frame, as a mean over the frames.
    private static async Task<double> ContrastAsync(VideoInfo guide, CancellationToken cancellation)
    {
        await using var reader = VideoReader.Open(guide);
        var frame = new byte[reader.FrameBytes];
        var (pixels, sum) = (frame.Length / 3, 0.0);
        while (await reader.ReadAsync(frame, cancellation))
        {
            var (total, squares) = (0L, 0L);
            for (var i = 0; i < frame.Length; i += 3)
            {
                total += frame[i];
                squares += frame[i] * frame[i];
            }
            var mean = (double)total / pixels;
            sum += Math.Sqrt(Math.Max(0, (double)squares / pixels - mean * mean));
        }
        return sum / guide.FrameCount;
    }

    private static Drop Dropped(string reason, string detail) => new(Operators.Depth, reason, detail);
}
