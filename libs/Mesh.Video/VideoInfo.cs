using System.Text.Json.Serialization;

namespace Mesh.Video;

/// <summary>What a video file holds, measured by decoding every frame once.</summary>
public sealed record VideoInfo
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>ffmpeg's name of the container: "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "png_pipe"...</summary>
    public required string Container { get; init; }

    /// <summary>ffmpeg's name of the video codec: "h264", "vp9", "png"...</summary>
    public required string Codec { get; init; }

    /// <summary>Position of the video stream among all streams of the file.</summary>
    public required int StreamIndex { get; init; }

    /// <summary>Width of a frame as it is shown, in stored pixels: what <see cref="VideoReader"/> delivers.</summary>
    public required int Width { get; init; }

    /// <summary>Height of a frame as it is shown, in stored pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Width in the stream, before rotation.</summary>
    public required int CodedWidth { get; init; }

    /// <summary>Height in the stream, before rotation.</summary>
    public required int CodedHeight { get; init; }

    /// <summary>Clockwise turn from the stream to the screen in degrees, 0 to 359.</summary>
    public required int Rotation { get; init; }

    /// <summary>Width over height of one pixel of the frame as it is shown; 1/1 when the file does not say.</summary>
    public required Rational SampleAspect { get; init; }

    public required VideoTiming Timing { get; init; }

    /// <summary>Ticks of the time base at which the file starts; <see cref="Timing"/> counts from there.</summary>
    public long Start { get; init; }

    /// <summary>Mean frames per second, as the container says or as counted.</summary>
    public required Rational AverageRate { get; init; }

    /// <summary>The lowest rate at which every timestamp can be written, ffmpeg's r_frame_rate.</summary>
    public required Rational RealRate { get; init; }

    /// <summary>ffmpeg's name: "yuv420p", "yuv420p10le", "rgb24", "gray"...</summary>
    public required string PixelFormat { get; init; }

    /// <summary>Bits of one sample: 8, 10, 12...</summary>
    public required int BitDepth { get; init; }

    public required bool HasAlpha { get; init; }

    /// <summary>True when frames are woven from two fields.</summary>
    public required bool IsInterlaced { get; init; }

    /// <summary>True for a picture file: one frame, no time.</summary>
    public required bool IsStill { get; init; }

    public required ColourTags Colour { get; init; }

    public required IReadOnlyList<AudioInfo> Audio { get; init; }

    /// <summary>Subtitle and data streams, which an edit does not carry over.</summary>
    public required int OtherStreams { get; init; }

    /// <summary>What the file does not say or says wrongly, and what was assumed; one line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>ffmpeg's reader for this kind of picture; null for videos.</summary>
    [JsonInclude]
    internal string? PictureDemuxer { get; init; }

    public int FrameCount => Timing.FrameCount;

    public TimeSpan Duration => Timing.Duration;

    /// <summary>Width and height of a frame as it is shown, in stored pixels.</summary>
    public PixelSize Size => new(Width, Height);

    /// <summary>Width on a screen with square pixels.</summary>
    public int DisplayWidth => (int)Math.Round(Width * SampleAspect.Value);

    public int DisplayHeight => Height;
}
