using Mesh.Curation.Motion;
using Mesh.Video.Scan;

namespace Mesh.Curation.Clips;

/// <summary>What can be said about a clip without any network.</summary>
/// <param name="Motion">How it moves.</param>
/// <param name="Light">Mean luma, 0 to 255.</param>
/// <param name="Contrast">Standard deviation of luma.</param>
/// <param name="Colourfulness">Mean distance of chroma from grey.</param>
/// <param name="Hues">Share of the picture by hue, twelve of them from red on; grey counts to none.</param>
public sealed record ClipMeasure(
    MotionScore Motion, double Light, double Contrast, double Colourfulness, IReadOnlyList<double> Hues)
{
    internal const int HueCount = 12;
    private const int Grey = 16;
    private const int LookEvery = 8;

    /// <summary>Decodes the clip once, at reduced size.</summary>
    public static async Task<ClipMeasure> ReadAsync(
        VideoHeader clip, int? threads = null, CancellationToken cancellation = default)
    {
        await using var scanner = FrameScanner.Open(clip, threads: threads);
        var (tracker, motion, hues) = (new GridTracker(), new List<FrameMotion>(), new double[HueCount]);
        var (light, squares, colour, pixels, chromas) = (0.0, 0.0, 0.0, 0L, 0L);
        await foreach (var frame in scanner.FramesAsync(cancellation))
        {
            motion.Add(tracker.Add(frame));
            if ((motion.Count - 1) % LookEvery != 0)
                continue;
            foreach (var luma in frame.Luma)
            {
                light += luma;
                squares += luma * luma;
            }
            pixels += frame.Luma.Length;
            chromas += frame.Blue.Length;
            for (var i = 0; i < frame.Blue.Length; i++)
                colour += Count(frame.Blue[i] - 128, frame.Red[i] - 128, hues);
        }
        var mean = light / pixels;
        return new(
            MotionScore.Of([.. motion], clip.Rate.Value), Math.Round(mean, 2),
            Math.Round(Math.Sqrt(Math.Max(0, squares / pixels - mean * mean)), 2), Math.Round(colour / chromas, 2),
            [.. hues.Select(hue => Math.Round(hue / chromas, 4))]);
    }

    private static double Count(int blue, int red, double[] hues)
    {
        var distance = Math.Sqrt(blue * blue + red * red);
        if (distance > Grey)
        {
            // Chroma of pure red lies at about 109 degrees from the blue difference.
            var angle = (Math.Atan2(red, blue) * 180 / Math.PI - 109 + 720) % 360;
            hues[(int)Math.Round((360 - angle) / (360.0 / HueCount)) % HueCount]++;
        }
        return distance;
    }
}
