namespace Mesh.Video;

/// <summary>Which frames a <see cref="VideoReader"/> delivers, and at which size.</summary>
public sealed record ReadOptions
{
    /// <summary>First frame.</summary>
    public int Start { get; init; }

    /// <summary>Number of frames; null for all from <see cref="Start"/>.</summary>
    public int? Count { get; init; }

    /// <summary>Part of the shown frame that is kept, before the resize; null for all of it.</summary>
    public PixelRect? Crop { get; init; }

    /// <summary>Size to resize to, antialiased; null for none.</summary>
    public PixelSize? Size { get; init; }

    public VideoLimits Limits { get; init; } = VideoLimits.Default;
}
