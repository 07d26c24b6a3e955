namespace Mesh.Video;

/// <summary>When each frame is shown.</summary>
/// <param name="TimeBase">Seconds per tick.</param>
/// <param name="Timestamps">Ticks from the start of the file to that of each frame, strictly rising.</param>
/// <param name="LastDuration">Ticks for which the last frame is shown.</param>
public sealed record VideoTiming(Rational TimeBase, IReadOnlyList<long> Timestamps, long LastDuration)
{
    public int FrameCount => Timestamps.Count;

    /// <summary>From the start of the first frame to the end of the last, seconds.</summary>
    public double Seconds => (Timestamps[^1] + LastDuration - Timestamps[0]) * TimeBase.Value;

    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <summary>
    /// True when frames do not follow each other evenly. Gaps that differ by one tick come from rounding to the time
    /// base and count as even.
    /// </summary>
    public bool IsVariable
    {
        get
        {
            var (least, most) = (long.MaxValue, long.MinValue);
            for (var i = 1; i < Timestamps.Count; i++)
            {
                var gap = Timestamps[i] - Timestamps[i - 1];
                (least, most) = (Math.Min(least, gap), Math.Max(most, gap));
            }
            return Timestamps.Count > 2 && most - least > 1;
        }
    }

    /// <summary>Start of a frame, seconds from the start of the file.</summary>
    public double At(int frame) => Timestamps[frame] * TimeBase.Value;

    /// <summary>Even timing: every frame is shown for 1 / <paramref name="rate"/> seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no frames, or the rate is not positive.</exception>
    public static VideoTiming Constant(Rational rate, int frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate.Num);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate.Den);
        return new(rate.Inverse, [.. Enumerable.Range(0, frames).Select(frame => (long)frame)], 1);
    }
}
