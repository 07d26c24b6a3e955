using System.Globalization;

namespace Mesh.Video.Ffmpeg;

/// <summary>ffmpeg's arguments for encoding frames that arrive as NUT on its standard input.</summary>
internal static class EncoderArguments
{
    // x264 and libvpx give the same bytes on every machine as long as the number of threads is the same.
    private const int Threads = 4;

    // Highest rate factors of x264 and of VP9: the same share of the scale looks about the same.
    private const int MaxCrf = 51;
    private const int MaxVp9Crf = 63;

    public static IEnumerable<string> Of(
        string path, VideoTarget target, VideoQuality quality, OutputContainer container, AudioPlan audio)
    {
        var timing = new OutputTiming(target.Timing);
        return
        [
            "-nostdin", "-v", "error", "-y", "-copyts",
            "-protocol_whitelist", "pipe", "-f", "nut", "-i", "pipe:0",
            .. SourceInput(target.Source),
            "-map", "0:v:0", .. audio.Arguments,
            "-map_metadata", target.Source is null ? "-1" : "1",
            "-map_chapters", target.Source is null ? "-1" : "1",
            "-fps_mode", "passthrough", "-enc_time_base", $"1/{timing.TicksPerSecond}",
            "-filter_threads", "1", "-vf", string.Join(',', Filters(target)),
            .. Codec(quality, container), "-threads", $"{Threads}",
            "-bsf:v", timing.LastDurationFilter(container),
            "-max_muxing_queue_size", "65536",
            "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
            .. container.HasExactTime ? Mp4Options(timing) : [],
            "-f", container.Muxer, $"file:{path}",
        ];
    }

    // The frames count from the start of the source file, so its audio must too.
    private static IEnumerable<string> SourceInput(VideoInfo? source)
    {
        if (source is null)
            return [];
        var start = -source.Start * source.Timing.TimeBase.Value;
        return
        [
            "-itsoffset", start.ToString("0.000000", CultureInfo.InvariantCulture),
            .. SafeInput.Arguments(source.Path, source.PictureDemuxer, VideoLimits.Default),
        ];
    }

    private static IEnumerable<string> Filters(VideoTarget target)
    {
        var size = new PixelSize(target.Width, target.Height);
        var colour = ColourMatrix.Writable(target.Colour);
        var matrix = ColourMatrix.Of(colour, target.Width, target.Height);
        yield return $"scale={Scaling.AverageChroma}:out_color_matrix={matrix}:out_range={colour.Range ?? "tv"}";
        yield return $"format={PixelFormat.ForEncoder(target.PixelFormat, size)}";
        yield return $"setsar={target.SampleAspect.Num}/{target.SampleAspect.Den}";
        yield return $"setparams=range={colour.Range ?? "unspecified"}:colorspace={colour.Space ?? "unknown"}"
            + $":color_primaries={colour.Primaries ?? "unknown"}:color_trc={colour.Transfer ?? "unknown"}";
    }

    // No B-frames: packets then leave in the order in which they are shown, so that every duration is a frame's own
    // and no edit list is needed to start at the first timestamp.
    private static string[] Codec(VideoQuality quality, OutputContainer container) => container.IsVp9
        ? ["-c:v", "libvpx-vp9", "-crf", $"{quality.Crf * MaxVp9Crf / MaxCrf}", "-b:v", "0",
           "-deadline", "good", "-cpu-used", "3"]
        : ["-c:v", "libx264", "-crf", $"{quality.Crf}", "-preset", quality.Preset, "-bf", "0",
           "-x264-params", "chroma-qp-offset=-6"];

    private static string[] Mp4Options(OutputTiming timing) =>
    [
        "-video_track_timescale", $"{timing.TicksPerSecond}", "-movie_timescale", $"{timing.TicksPerSecond}",
        "-movflags", "+faststart",
    ];
}
