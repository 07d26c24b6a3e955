namespace Mesh.Video;

/// <summary>What a <see cref="VideoWriter"/> promises the file will be.</summary>
public sealed record VideoTarget
{
    /// <summary>Pixels of the frames that will be written.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>One timestamp for each frame that will be written.</summary>
    public required VideoTiming Timing { get; init; }

    /// <summary>Nominal frames per second, a hint for players.</summary>
    public required Rational Rate { get; init; }

    public Rational SampleAspect { get; init; } = new(1, 1);

    public ColourTags Colour { get; init; } = ColourTags.Bt709;

    /// <summary>The closest format the encoder has is used.</summary>
    public string PixelFormat { get; init; } = "yuv420p";

    /// <summary>The film whose audio, chapters and metadata are carried over; null for none.</summary>
    public VideoInfo? Source { get; init; }

    /// <summary>Everything as in the source.</summary>
    public static VideoTarget Like(VideoInfo source) => new()
    {
        Width = source.Width,
        Height = source.Height,
        Timing = source.Timing,
        Rate = source.AverageRate,
        SampleAspect = source.SampleAspect,
        Colour = source.Colour,
        PixelFormat = source.PixelFormat,
        Source = source,
    };

    /// <summary>A silent film at an even rate.</summary>
    public static VideoTarget Film(int width, int height, Rational rate, int frames) => new()
    {
        Width = width,
        Height = height,
        Timing = VideoTiming.Constant(rate, frames),
        Rate = rate,
    };
}
