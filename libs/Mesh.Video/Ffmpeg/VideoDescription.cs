namespace Mesh.Video.Ffmpeg;

/// <summary>Puts a <see cref="VideoInfo"/> together from what ffprobe said.</summary>
internal static class VideoDescription
{
    /// <param name="file">The file.</param>
    /// <param name="document">Its header.</param>
    /// <param name="stream">Its video stream.</param>
    /// <param name="rows">Its decoded frames, at least one.</param>
    public static VideoInfo Of(
        SourceFile file, ProbeDocument document, ProbedObject stream, IReadOnlyList<FrameRow> rows)
    {
        var notes = new List<string>();
        var isStill = file.PictureDemuxer is not (null or "apng");
        var (timing, start) = isStill
            ? (VideoTiming.Constant(new(25, 1), rows.Count), 0)
            : FrameTiming.Of(stream, document.Format, rows, notes);
        if (stream.Whole("nb_frames") is { } claimed && claimed != rows.Count)
            notes.Add($"The header claims {claimed} frames, {rows.Count} can be decoded.");

        var format = stream.Text("pix_fmt") ?? "yuv420p";
        var (width, height) = ((int)stream.Whole("width")!, (int)stream.Whole("height")!);
        var rotation = Rotation(stream);
        var isTurned = IsNear(rotation, 90) || IsNear(rotation, 270);
        var aspect = stream.Fraction("sample_aspect_ratio") ?? new(1, 1);
        var rate = stream.Fraction("avg_frame_rate") ?? Counted(timing);
        return new()
        {
            Path = file.Path,
            Container = document.Format.Text("format_name") ?? "unknown",
            Codec = stream.Text("codec_name")!,
            StreamIndex = (int)(stream.Whole("index") ?? 0),
            Width = isTurned ? height : width,
            Height = isTurned ? width : height,
            CodedWidth = width,
            CodedHeight = height,
            Rotation = rotation,
            SampleAspect = isTurned ? aspect.Inverse : aspect,
            Timing = timing,
            Start = start,
            AverageRate = isStill ? new(25, 1) : rate.Reduced,
            RealRate = isStill ? new(25, 1) : (stream.Fraction("r_frame_rate") ?? rate).Reduced,
            PixelFormat = format,
            BitDepth = PixelFormat.Depth(format),
            HasAlpha = stream.Tag("alpha_mode") == "1"
                || (PixelFormat.HasAlpha(format) && stream.Text("codec_name") != "gif"),
            IsInterlaced = stream.Text("field_order") is not (null or "progressive" or "unknown"),
            IsStill = isStill,
            PictureDemuxer = file.PictureDemuxer,
            Colour = new(
                stream.Colour("color_range"),
                stream.Colour("color_space"),
                stream.Colour("color_primaries"),
                stream.Colour("color_transfer")),
            Audio = [.. document.Streams.Where(other => other.Text("codec_type") == "audio").Select(Audio)],
            OtherStreams = document.Streams.Count(other => other.Text("codec_type") is not ("audio" or "video")),
            Notes = notes,
        };
    }

    private static Rational Counted(VideoTiming timing)
    {
        var ticks = timing.Timestamps[^1] + timing.LastDuration - timing.Timestamps[0];
        return new Rational(timing.FrameCount * timing.TimeBase.Den, ticks * timing.TimeBase.Num).Reduced;
    }

    private static int Rotation(ProbedObject stream)
    {
        var turn = -(stream.Turn() ?? 0);
        return ((int)Math.Round(turn) % 360 + 360) % 360;
    }

    // ffmpeg transposes when the matrix is within a degree of a quarter turn.
    private static bool IsNear(int degrees, int quarter) => Math.Abs(degrees - quarter) < 1;

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
