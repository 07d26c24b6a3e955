using System.Diagnostics;
using Mesh.Curation.Motion;

namespace Mesh.Bench.Curation;

/// <summary>Points that the tracker follows from one frame to the next in a second, on one core.</summary>
internal static class TrackerSpeed
{
    private const int Width = 160;
    private const int Height = 90;
    private const int Points = 200_000;

    public static double Measure()
    {
        var (from, to) = (Frame(0), Frame(3));
        Follow(from, to, Points / 10);
        var started = Stopwatch.GetTimestamp();
        var found = Follow(from, to, Points);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return found == Points
            ? Points / seconds
            : throw new InvalidOperationException($"{found} of {Points} points were found again.");
    }

    private static int Follow(Plane from, Plane to, int points)
    {
        var found = 0;
        for (var i = 0; i < points; i++)
        {
            var (dx, dy) = (0f, 0f);
            var state = LucasKanade.Track(from, to, 20 + i % 110, 15 + i % 60, ref dx, ref dy);
            found += state == PointState.Found && MathF.Abs(dx - 3) < 0.1f ? 1 : 0;
        }
        return found;
    }

    private static Plane Frame(int shift)
    {
        var luma = new byte[Width * Height];
        for (var i = 0; i < luma.Length; i++)
        {
            var (x, y) = (i % Width - shift, i / Width);
            luma[i] = (byte)(128 + 60 * Math.Sin(x * 0.31) + 50 * Math.Cos(y * 0.27 + x * 0.05));
        }
        return Plane.Of(Width, Height, luma);
    }
}
