namespace Mesh.Video;

/// <summary>What a file may ask of this machine. A file beyond a limit is refused before it is decoded.</summary>
public sealed record VideoLimits
{
    /// <summary>Size of the file in bytes. Defaults to 64 GiB.</summary>
    public long MaxBytes { get; init; } = 64L << 30;

    /// <summary>Width times height of one frame. Defaults to 8192 x 4320.</summary>
    public long MaxPixels { get; init; } = 8192L * 4320;

    /// <summary>Either side of one frame in pixels. Defaults to 16384.</summary>
    public int MaxSide { get; init; } = 16384;

    /// <summary>Frames of the video. Defaults to 1,000,000.</summary>
    public int MaxFrames { get; init; } = 1_000_000;

    /// <summary>Playing time. Defaults to 12 hours.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Streams of any kind in the file. Defaults to 64.</summary>
    public int MaxStreams { get; init; } = 64;

    /// <summary>How long ffmpeg and ffprobe may stay silent before they are stopped. Defaults to one minute.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long ffmpeg may work on what it only reports at its end, such as a checksum or the index of a film. Defaults
    /// to 15 minutes.
    /// </summary>
    public TimeSpan FinishTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Video codecs that may be decoded, in ffmpeg's names. Defaults to all.</summary>
    public IReadOnlyCollection<string>? Codecs { get; init; }

    /// <summary>What a process that looks at the file may use up. Defaults to what this process may.</summary>
    public ProcessLimits? Process { get; init; }

    public static VideoLimits Default { get; } = new();
}
