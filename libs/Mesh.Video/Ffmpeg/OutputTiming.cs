using System.Numerics;

namespace Mesh.Video.Ffmpeg;

/// <summary>The timestamps of a target in the clocks of the pipe, the encoder and the written file.</summary>
internal sealed class OutputTiming
{
    private const int MillisecondsPerSecond = 1000;

    private readonly VideoTiming _timing;
    private readonly long _step;

    public OutputTiming(VideoTiming timing)
    {
        _timing = timing;
        TicksPerSecond = timing.TimeBase.Reduced.Den;
        // The largest step that hits every timestamp: ffmpeg guesses the frame rate from the time base of the pipe.
        var step = Ticks(timing.LastDuration);
        foreach (var timestamp in timing.Timestamps)
            step = (long)BigInteger.GreatestCommonDivisor(step, Ticks(timestamp));
        _step = step;
        PipeTimeBase = new Rational(step, TicksPerSecond).Reduced;
    }

    /// <summary>Clock of the encoder and of an MP4 track.</summary>
    public long TicksPerSecond { get; }

    public Rational PipeTimeBase { get; }

    /// <summary>Timestamp of a frame in <see cref="PipeTimeBase"/>.</summary>
    public long InPipe(int frame) => Ticks(_timing.Timestamps[frame]) / _step;

    /// <summary>
    /// A bitstream filter that gives every packet the duration of its frame: without it the last frame, which no
    /// successor ends, gets one that ffmpeg guesses.
    /// </summary>
    public string LastDurationFilter(OutputContainer container)
    {
        var duration = container.HasExactTime
            ? Ticks(_timing.LastDuration)
            : Math.Max(1, Milliseconds(_timing.Timestamps[^1] + _timing.LastDuration)
                - Milliseconds(_timing.Timestamps[^1]));
        return $@"setts=duration=if(eq(N\,{_timing.FrameCount - 1})\,{duration}\,DURATION)";
    }

    private long Ticks(long timestamp) => timestamp * _timing.TimeBase.Reduced.Num;

    private long Milliseconds(long timestamp) =>
        (long)Math.Round((decimal)Ticks(timestamp) * MillisecondsPerSecond / TicksPerSecond);
}
