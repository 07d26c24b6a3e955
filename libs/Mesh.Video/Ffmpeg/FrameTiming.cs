using System.Globalization;

namespace Mesh.Video.Ffmpeg;

/// <summary>Turns what a file says about its frames into timestamps that rise, saying what had to be assumed.</summary>
internal static class FrameTiming
{
    private static readonly Rational AssumedRate = new(25, 1);

    /// <param name="stream">The video stream.</param>
    /// <param name="format">The container.</param>
    /// <param name="rows">Its decoded frames, at least one.</param>
    /// <param name="notes">Assumptions are added here.</param>
    /// <returns>Ticks from the start of the file, and the ticks at which the file starts.</returns>
    public static (VideoTiming Timing, long Start) Of(
        ProbedObject stream, ProbedObject format, IReadOnlyList<FrameRow> rows, List<string> notes)
    {
        var timeBase = stream.Fraction("time_base") ?? AssumedRate.Inverse;
        var rate = stream.Fraction("avg_frame_rate") ?? stream.Fraction("r_frame_rate") ?? AssumedRate;
        if (rows.Any(row => row.Timestamp is null))
        {
            notes.Add($"The file has no timestamps; {rate} frames per second are assumed.");
            return (VideoTiming.Constant(rate.Reduced, rows.Count), 0);
        }

        var timestamps = Rising([.. rows.Select(row => row.Timestamp!.Value)], notes);
        var start = Math.Min(timestamps[0], Ticks(format.Number("start_time") ?? 0, timeBase));
        var last = LastDuration(stream, rows, timestamps, timeBase, rate);
        return (new(timeBase, [.. timestamps.Select(timestamp => timestamp - start)], last), start);
    }

    private static long Ticks(double seconds, Rational timeBase) => (long)Math.Round(seconds / timeBase.Value);

    private static long[] Rising(long[] timestamps, List<string> notes)
    {
        var moved = 0;
        for (var i = 1; i < timestamps.Length; i++)
        {
            if (timestamps[i] > timestamps[i - 1])
                continue;
            timestamps[i] = timestamps[i - 1] + 1;
            moved++;
        }
        if (moved > 0)
            notes.Add($"{moved} timestamps did not rise and were moved behind their predecessors.");
        return timestamps;
    }

    // The container's own duration of the stream, where it keeps one, counts the last frame; what the packet of the
    // last frame says may be a default.
    private static long LastDuration(
        ProbedObject stream, IReadOnlyList<FrameRow> rows, long[] timestamps, Rational timeBase, Rational rate)
    {
        var end = stream.Whole("duration_ts") is { } ticks
            ? (stream.Whole("start_pts") ?? 0) + ticks
            : Ticks(TaggedEnd(stream), timeBase);
        if (end > timestamps[^1])
            return end - timestamps[^1];
        return rows[^1].Duration
            ?? Math.Max(1, (long)Math.Round(1 / (rate.Value * timeBase.Value)));
    }

    // Matroska's tag, "00:00:01.234000000": TimeSpan reads seven digits of the nine.
    private static double TaggedEnd(ProbedObject stream) =>
        stream.Tag("DURATION") is { Length: >= 16 } tag
        && TimeSpan.TryParse(tag[..16], CultureInfo.InvariantCulture, out var time) ? time.TotalSeconds : 0;
}
