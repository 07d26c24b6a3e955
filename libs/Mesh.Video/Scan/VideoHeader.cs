using Mesh.Video.Ffmpeg;

namespace Mesh.Video.Scan;

/// <summary>
/// What a video file claims about itself, read without decoding a frame; <see cref="VideoProbe"/> measures instead.
/// </summary>
public sealed record VideoHeader
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>ffmpeg's name of the container.</summary>
    public required string Container { get; init; }

    /// <summary>ffmpeg's name of the video codec.</summary>
    public required string Codec { get; init; }

    /// <summary>Width and height of a frame as it is shown, in stored pixels.</summary>
    public required PixelSize Size { get; init; }

    /// <summary>Width over height of one pixel of the frame as it is shown.</summary>
    public required Rational SampleAspect { get; init; }

    /// <summary>Mean frames per second; 25 when the file does not say.</summary>
    public required Rational Rate { get; init; }

    /// <summary>Null when the file does not say.</summary>
    public required double? Seconds { get; init; }

    /// <summary>Frames the file claims to have; null when it does not say.</summary>
    public required long? Frames { get; init; }

    /// <summary>ffmpeg's name: "yuv420p", "yuvj420p"...</summary>
    public required string PixelFormat { get; init; }

    public required ColourTags Colour { get; init; }

    internal int StreamIndex { get; init; }

    internal string? PictureDemuxer { get; init; }

    /// <summary>A picture file: one frame, no time.</summary>
    public bool IsPicture => PictureDemuxer is not (null or "apng");

    /// <summary>Width on a screen with square pixels.</summary>
    public int DisplayWidth => Math.Max(1, (int)Math.Round(Size.Width * SampleAspect.Value));

    /// <summary>Whether luma spans 0 to 255 instead of 16 to 235.</summary>
    public bool IsFullRange =>
        Colour.Range == "pc" || PixelFormat.StartsWith("yuvj", StringComparison.Ordinal) || Colour.Space == "gbr";

    /// <exception cref="VideoException">The file is missing, empty, not a video, or beyond a limit.</exception>
    public static async Task<VideoHeader> ReadAsync(
        string path, VideoLimits? limits = null, CancellationToken cancellation = default)
    {
        try
        {
            limits ??= VideoLimits.Default;
            var file = SourceFile.Check(path, limits);
            var document = await ProbeDocument.ReadAsync(file.Arguments(limits), limits, cancellation);
            return Of(file, document, StreamChoice.Of(document, limits));
        }
        catch (VideoException error)
        {
            throw new VideoException($"{System.IO.Path.GetFileName(path)}: {error.Message}.", error);
        }
    }

    /// <summary>What <see cref="ClipCutter"/> has written, without a look at the file.</summary>
    public static VideoHeader OfClip(string path, PixelSize size, Rational rate, int frames) => new()
    {
        Path = System.IO.Path.GetFullPath(path),
        Container = "mov,mp4,m4a,3gp,3g2,mj2",
        Codec = "h264",
        Size = size,
        SampleAspect = new(1, 1),
        Rate = rate,
        Seconds = frames / rate.Value,
        Frames = frames,
        PixelFormat = "yuv420p",
        Colour = ColourTags.Bt709,
    };

    private static VideoHeader Of(SourceFile file, ProbeDocument document, ProbedObject stream)
    {
        var (width, height) = ((int)stream.Whole("width")!, (int)stream.Whole("height")!);
        var turn = ((int)Math.Round(-(stream.Turn() ?? 0)) % 360 + 360) % 360;
        var aspect = stream.Fraction("sample_aspect_ratio") ?? new(1, 1);
        var isTurned = turn is 90 or 270;
        return new()
        {
            Path = file.Path,
            Container = document.Format.Text("format_name") ?? "unknown",
            Codec = stream.Text("codec_name")!,
            Size = isTurned ? new(height, width) : new(width, height),
            SampleAspect = isTurned ? aspect.Inverse : aspect,
            Rate = (stream.Fraction("avg_frame_rate") ?? stream.Fraction("r_frame_rate") ?? new(25, 1)).Reduced,
            Seconds = stream.Number("duration") ?? document.Format.Number("duration"),
            Frames = stream.Whole("nb_frames"),
            PixelFormat = stream.Text("pix_fmt") ?? "yuv420p",
            Colour = new(
                stream.Colour("color_range"), stream.Colour("color_space"),
                stream.Colour("color_primaries"), stream.Colour("color_transfer")),
            StreamIndex = (int)stream.Whole("index")!,
            PictureDemuxer = file.PictureDemuxer,
        };
    }
}
