using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Sources;

/// <summary>What is known about a film that was decoded.</summary>
public sealed record VideoFacts
{
    public required string Codec { get; init; }

    /// <summary>Stored pixels as shown.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Width over height of one pixel.</summary>
    public Rational SampleAspect { get; init; } = new(1, 1);

    /// <summary>Frames per second.</summary>
    public required Rational Rate { get; init; }

    /// <summary>Frames that were decoded.</summary>
    public required int Frames { get; init; }

    /// <summary>The picture without its black bars; null when it has none.</summary>
    public PixelRect? Picture { get; init; }

    /// <summary>What the decoder complained about although it went on.</summary>
    public string? Damage { get; init; }

    /// <summary>The picture on a screen with square pixels.</summary>
    public PixelSize Shown => new(
        Math.Max(1, (int)Math.Round((Picture?.Width ?? Width) * SampleAspect.Value)), Picture?.Height ?? Height);

    /// <summary>Seconds of the frames.</summary>
    public double Seconds => Math.Round(Frames / Rate.Value, 3);

    internal static VideoFacts Of(VideoHeader header, int frames, PixelRect? picture, string? damage) => new()
    {
        Codec = header.Codec,
        Width = header.Size.Width,
        Height = header.Size.Height,
        SampleAspect = header.SampleAspect,
        Rate = header.Rate,
        Frames = frames,
        Picture = picture,
        Damage = damage,
    };
}
