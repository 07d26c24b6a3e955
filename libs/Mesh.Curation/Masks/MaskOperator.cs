using System.Globalization;
using Mesh.Curation.Recipes;
using Mesh.Video;

namespace Mesh.Curation.Masks;

/// <summary>
/// Operator 9, ICVE's rules: an instance that covers at most half of the frame in most frames; its mask, grown by a
/// random number of pixels, blanks the clip.
/// </summary>
public sealed class MaskOperator(MaskRules rules, ulong seed)
{
    /// <summary>Judges a mask and writes the masked clip.</summary>
    /// <param name="sample">Id of the sample: what the growth is drawn by.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="mask">Its mask, white where the instance is; of the same size and frames.</param>
    /// <param name="masked">The .mp4 to write.</param>
    /// <param name="quality">Of the masked clip.</param>
    /// <param name="cancellation">Ends the work; no partial file stays.</param>
    /// <returns>Null for a mask that can be used.</returns>
    /// <exception cref="VideoException">The clip cannot be decoded.</exception>
    public async Task<Drop?> RunAsync(
        string sample, string clip, string mask, string masked, VideoQuality quality, CancellationToken cancellation)
    {
        var film = await VideoProbe.ReadAsync(clip, null, cancellation);
        VideoInfo shape;
        try
        {
            shape = await VideoProbe.ReadAsync(mask, null, cancellation);
        }
        catch (VideoException error) when (error.IsAboutFile)
        {
            return Dropped("mask does not fit", error.Reason);
        }
        if (film.Size != shape.Size || film.FrameCount != shape.FrameCount)
        {
            return Dropped(
                "mask does not fit",
                $"{shape.FrameCount} frames of {shape.Size} for {film.FrameCount} of {film.Size}");
        }
        if (await JudgeAsync(shape, cancellation) is { } drop)
            return drop;
        var growth = rules.MinGrowth
            + new SeededDraw(seed, sample, "mask").Below(rules.MaxGrowth - rules.MinGrowth + 1);
        await WriteAsync(film, shape, growth, masked, quality, cancellation);
        return null;
    }

    private async Task<Drop?> JudgeAsync(VideoInfo shape, CancellationToken cancellation)
    {
        var (small, seen) = (0, 0);
        await using var reader = VideoReader.Open(shape);
        var (frame, mask) = (new byte[reader.FrameBytes], new byte[shape.Width * shape.Height]);
        while (await reader.ReadAsync(frame, cancellation))
        {
            var area = (double)MaskGrowth.Read(frame, mask) / mask.Length;
            small += area <= rules.MaxArea ? 1 : 0;
            seen += area > 0 ? 1 : 0;
        }
        var share = (double)small / shape.FrameCount;
        if (seen == 0)
            return Dropped("empty mask", "no frame shows the instance");
        return share >= rules.FrameShare ? null : Dropped(
            "instance too large",
            string.Create(
                CultureInfo.InvariantCulture,
                $"at most {rules.MaxArea:0.##} of the frame in {share:0.##} of all, needed {rules.FrameShare:0.##}"));
    }

    private async Task WriteAsync(
        VideoInfo film, VideoInfo shape, int growth, string masked, VideoQuality quality,
        CancellationToken cancellation)
    {
        await using var frames = VideoReader.Open(film);
        await using var masks = VideoReader.Open(shape);
        await using var writer = VideoWriter.Create(
            masked, VideoTarget.Film(film.Width, film.Height, film.AverageRate, film.FrameCount), quality);
        var (frame, white) = (new byte[frames.FrameBytes], new byte[frames.FrameBytes]);
        var mask = new byte[film.Width * film.Height];
        while (await frames.ReadAsync(frame, cancellation) && await masks.ReadAsync(white, cancellation))
        {
            MaskGrowth.Read(white, mask);
            MaskGrowth.Grow(mask, film.Width, film.Height, growth);
            for (var i = 0; i < mask.Length; i++)
            {
                if (mask[i] != 0)
                    frame.AsSpan(3 * i, 3).Fill((byte)rules.Fill);
            }
            await writer.WriteAsync(frame, cancellation);
        }
        await writer.CompleteAsync(cancellation);
    }

    private static Drop Dropped(string reason, string detail) => new(Operators.Masks, reason, detail);
}
