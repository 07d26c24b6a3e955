namespace Mesh.Video.Preservation;

/// <summary>Frame count, timestamps, duration.</summary>
internal static class TimeFacts
{
    public static IEnumerable<PreservedFact> Of(VideoInfo source, VideoInfo output)
    {
        var (from, to) = (source.Timing, output.Timing);
        var isSameCount = from.FrameCount == to.FrameCount;
        yield return new("frame count", isSameCount, $"{from.FrameCount}", $"{to.FrameCount}");

        var error = isSameCount
            ? Enumerable.Range(0, from.FrameCount).Max(frame => Difference(from, to, frame))
            : double.PositiveInfinity;
        yield return new(
            "timestamps",
            error <= to.TimeBase.Value,
            Describe(source),
            Describe(output),
            !isSameCount ? "there are not as many frames" : Rounding(error, to));

        var difference = Math.Abs(from.Seconds - to.Seconds);
        var isExact = difference < 1e-9;
        yield return new(
            "duration",
            isExact || difference <= to.TimeBase.Value,
            $"{from.Seconds:0.######} s",
            $"{to.Seconds:0.######} s",
            isExact ? null : Rounding(difference, to));
    }

    private static string Describe(VideoInfo video) =>
        $"{(video.Timing.IsVariable ? "variable" : "even")}, {video.AverageRate.Value:0.###} frames/s on average";

    private static string? Rounding(double error, VideoTiming to) => error == 0
        ? null
        : error <= to.TimeBase.Value
            ? $"rounded to the container's clock of {to.TimeBase.Inverse.Value:0.##} ticks a second"
            : $"off by up to {error:0.######} s";

    /// <summary>Seconds between the places of a frame counted from the first; zero only when exactly equal.</summary>
    private static double Difference(VideoTiming from, VideoTiming to, int frame)
    {
        Int128 left = from.Timestamps[frame] - from.Timestamps[0];
        Int128 right = to.Timestamps[frame] - to.Timestamps[0];
        var difference = left * from.TimeBase.Num * to.TimeBase.Den - right * to.TimeBase.Num * from.TimeBase.Den;
        return (double)Int128.Abs(difference) / from.TimeBase.Den / to.TimeBase.Den;
    }
}
