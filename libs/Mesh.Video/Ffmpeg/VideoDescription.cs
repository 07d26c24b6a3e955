namespace Mesh.Video.Ffmpeg;

/// <summary>Puts a <see cref="VideoInfo"/> together from what ffprobe said.</summary>
internal static class VideoDescription
{
    /// <summary>Frames per second given to pictures, which have no time.</summary>
    private static readonly Rational PictureRate = new(25, 1);

    /// <param name="file">The file.</param>
    /// <param name="document">Its header.</param>
    /// <param name="stream">Its video stream.</param>
    /// <param name="rows">Its decoded frames, at least one.</param>
    public static VideoInfo Of(
        SourceFile file, ProbeDocument document, ProbedObject stream, IReadOnlyList<FrameRow> rows)
    {
        var notes = Notes(stream, rows.Count);
        var isPicture = file.PictureDemuxer is not (null or "apng");
        var (timing, start) = isPicture
            ? (VideoTiming.Constant(PictureRate, rows.Count), 0)
            : FrameTiming.Of(stream, document.Format, rows, notes);
        var format = stream.Text("pix_fmt") ?? "yuv420p";
        var (width, height) = ((int)stream.Whole("width")!, (int)stream.Whole("height")!);
        var (rotation, isTurned) = Rotation(stream);
        var rate = isPicture ? PictureRate : stream.Fraction("avg_frame_rate") ?? Counted(timing);
        return new()
        {
            Path = file.Path,
            Container = document.Format.Text("format_name") ?? "unknown",
            Codec = stream.Text("codec_name")!,
            StreamIndex = (int)stream.Whole("index")!,
            Width = isTurned ? height : width,
            Height = isTurned ? width : height,
            CodedWidth = width,
            CodedHeight = height,
            Rotation = rotation,
            SampleAspect = isTurned ? Aspect(stream).Inverse : Aspect(stream),
            Timing = timing,
            Start = start,
            AverageRate = rate.Reduced,
            RealRate = (stream.Fraction("r_frame_rate") ?? rate).Reduced,
            PixelFormat = format,
            BitDepth = PixelFormat.Depth(format),
            HasAlpha = HasAlpha(stream, format),
            IsInterlaced = stream.Text("field_order") is not (null or "progressive" or "unknown"),
            IsStill = isPicture && rows.Count == 1,
            PictureDemuxer = file.PictureDemuxer,
            Colour = Colour(stream),
            Audio = [.. document.Streams.Where(other => other.Text("codec_type") == "audio").Select(Audio)],
            OtherStreams = document.Streams.Count(other => other.Text("codec_type") is not ("audio" or "video")),
            Notes = notes,
        };
    }

    private static List<string> Notes(ProbedObject stream, int frames) =>
        stream.Whole("nb_frames") is { } claimed && claimed != frames
            ? [$"The header claims {claimed} frames, {frames} can be decoded."]
            : [];

    private static Rational Aspect(ProbedObject stream) => stream.Fraction("sample_aspect_ratio") ?? new(1, 1);

    private static ColourTags Colour(ProbedObject stream) => new(
        stream.Colour("color_range"),
        stream.Colour("color_space"),
        stream.Colour("color_primaries"),
        stream.Colour("color_transfer"));

    // VP8 and VP9 keep alpha beside the stream; ffmpeg decodes every GIF with alpha, used or not.
    private static bool HasAlpha(ProbedObject stream, string format) =>
        stream.Tag("alpha_mode") == "1" || (PixelFormat.HasAlpha(format) && stream.Text("codec_name") != "gif");

    private static Rational Counted(VideoTiming timing)
    {
        var ticks = timing.Timestamps[^1] + timing.LastDuration - timing.Timestamps[0];
        return new Rational(timing.FrameCount * timing.TimeBase.Den, ticks * timing.TimeBase.Num).Reduced;
    }

    // ffmpeg swaps the sides when the matrix is within a degree of a quarter turn.
    private static (int Degrees, bool IsTurned) Rotation(ProbedObject stream)
    {
        var clockwise = ((int)Math.Round(-(stream.Turn() ?? 0)) % 360 + 360) % 360;
        return (clockwise, clockwise is 90 or 270);
    }

    private static AudioInfo Audio(ProbedObject stream) => new(
        (int)(stream.Whole("index") ?? 0),
        stream.Text("codec_name") ?? "unknown",
        (int)(stream.Whole("channels") ?? 0),
        (int)(stream.Whole("sample_rate") ?? 0),
        stream.Number("duration") is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
    {
        PreSkip = OpusHead.PreSkip(stream.Text("extradata")),
    };
}
