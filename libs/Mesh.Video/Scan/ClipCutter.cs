using System.Globalization;
using Mesh.Video.Ffmpeg;
using Mesh.Video.Geometry;

namespace Mesh.Video.Scan;

/// <summary>
/// Cuts clips out of a film, exact to the frame: several in one pass of the decoder. The clips are H.264 in MP4, BT.709
/// in limited range whatever the film was, without sound; the same cut gives the same bytes on every machine.
/// </summary>
public static class ClipCutter
{
    /// <summary>More outputs than this at once would hold too many encoders in memory.</summary>
    private const int AtOnce = 12;

    /// <summary>Writes every clip under its name once it is whole; those that are there are replaced.</summary>
    /// <param name="film">The source; it is only read.</param>
    /// <param name="cuts">What to cut.</param>
    /// <param name="quality">Of the encoder; null is visually lossless.</param>
    /// <param name="threads">Of the decoder; null for its own choice.</param>
    /// <param name="cancellation">Stops the encoder and leaves no partial file.</param>
    /// <exception cref="VideoException">The film cannot be decoded, or a clip not be written.</exception>
    public static async Task CutAsync(
        VideoHeader film, IReadOnlyList<ClipCut> cuts, VideoQuality? quality = null, int? threads = null,
        CancellationToken cancellation = default)
    {
        foreach (var batch in cuts.Chunk(AtOnce))
            await CutBatchAsync(film, batch, quality ?? new(Crf: 18, Preset: "fast"), threads, cancellation);
    }

    private static async Task CutBatchAsync(
        VideoHeader film, ClipCut[] cuts, VideoQuality quality, int? threads, CancellationToken cancellation)
    {
        var parts = cuts.Select(cut => $"{cut.Path}.{Guid.NewGuid():N}.part").ToArray();
        try
        {
            await using var process = MediaProcess.Start("ffmpeg", Arguments(film, cuts, parts, quality, threads));
            if (await process.FinishAsync(VideoLimits.Default.FinishTimeout, cancellation) is { } complaint)
            {
                throw new VideoException(
                    $"{Path.GetFileName(film.Path)}: cannot be cut ({complaint}).",
                    new VideoException($"cannot be cut ({complaint})"));
            }
            for (var i = 0; i < cuts.Length; i++)
                File.Move(parts[i], cuts[i].Path, overwrite: true);
        }
        finally
        {
            foreach (var part in parts)
                File.Delete(part);
        }
    }

    private static IEnumerable<string> Arguments(
        VideoHeader film, ClipCut[] cuts, string[] parts, VideoQuality quality, int? threads)
    {
        yield return "-nostdin";
        yield return "-y";
        yield return "-v";
        yield return "error";
        if (threads is { } count)
        {
            yield return "-threads";
            yield return $"{count}";
        }
        foreach (var argument in SafeInput.Arguments(film.Path, film.PictureDemuxer, VideoLimits.Default))
            yield return argument;
        yield return "-filter_complex_threads";
        yield return "1";
        yield return "-filter_complex";
        yield return Graph(film, cuts);
        for (var i = 0; i < cuts.Length; i++)
        {
            foreach (var argument in Output(film, cuts[i], i, parts[i], quality))
                yield return argument;
        }
    }

    private static string Graph(VideoHeader film, ClipCut[] cuts)
    {
        var branches = string.Concat(cuts.Select((_, i) => $"[s{i}]"));
        var clips = cuts.Select((cut, i) => $"[s{i}]{string.Join(',', Filters(film, cut))}[c{i}]");
        return $"[0:{film.StreamIndex}]split={cuts.Length}{branches};{string.Join(';', clips)}";
    }

    private static IEnumerable<string> Filters(VideoHeader film, ClipCut cut)
    {
        var rate = cut.Rate ?? film.Rate;
        yield return $"trim=start_frame={cut.Start}:end_frame={cut.End}";
        yield return "setpts=PTS-STARTPTS";
        if (cut.Rate is not null)
            yield return $"fps={rate}:round=near";
        yield return $"trim=end_frame={cut.Frames}";
        yield return $"settb={rate.Den}/{rate.Num}";
        yield return "setpts=N";
        var picture = cut.Picture ?? new(0, 0, film.Size.Width, film.Size.Height);
        if (cut.Picture is not null)
            yield return $"crop={picture.Width}:{picture.Height}:{picture.Left}:{picture.Top}";

        var aspect = film.SampleAspect.Value;
        var cover = CoverCrop.Of(new(Math.Max(1, (int)Math.Round(picture.Width * aspect)), picture.Height), cut.Size);
        var matrix = ColourMatrix.Of(film.Colour, film.Size.Width, film.Size.Height);
        yield return $"scale={cover.Resized.Width}:{cover.Resized.Height}:{Scaling.Resize}:in_color_matrix={matrix}"
            + $":out_color_matrix=bt709:in_range={(film.IsFullRange ? "pc" : "tv")}:out_range=tv";
        yield return "format=yuv420p";
        yield return $"crop={cut.Size.Width}:{cut.Size.Height}:{cover.Crop.Left}:{cover.Crop.Top}:exact=1";
        yield return "setsar=1";
        yield return "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709";
    }

    // One encoder thread: the bytes must not depend on the number of cores.
    private static IEnumerable<string> Output(
        VideoHeader film, ClipCut cut, int index, string path, VideoQuality quality)
    {
        var rate = (cut.Rate ?? film.Rate).Reduced;
        return
        [
            "-map", $"[c{index}]", "-an", "-map_metadata", "-1", "-fps_mode", "passthrough",
            "-enc_time_base", string.Create(CultureInfo.InvariantCulture, $"{rate.Den}/{rate.Num}"),
            "-frames:v", $"{cut.Frames}", "-c:v", "libx264", "-crf", $"{quality.Crf}", "-preset", quality.Preset,
            "-bf", "0", "-threads", "1", "-video_track_timescale", $"{rate.Num}",
            "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", "-f", "mp4", $"file:{path}",
        ];
    }
}
