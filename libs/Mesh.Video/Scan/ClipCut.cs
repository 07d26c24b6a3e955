namespace Mesh.Video.Scan;

/// <summary>One clip to cut out of a film.</summary>
/// <param name="Path">The .mp4 to write; its folder exists.</param>
/// <param name="Start">First frame of the film, counted as they are decoded.</param>
/// <param name="End">Frame after the last that may be used.</param>
/// <param name="Frames">Frames of the clip.</param>
/// <param name="Size">Of the clip, even; the film is resized until it covers it, and its middle is kept.</param>
public sealed record ClipCut(string Path, int Start, int End, int Frames, PixelSize Size)
{
    /// <summary>Frames per second to convert to; null keeps every frame of the film.</summary>
    public Rational? Rate { get; init; }

    /// <summary>Part of the film that is used, without its black bars; null for all of it.</summary>
    public PixelRect? Picture { get; init; }
}
