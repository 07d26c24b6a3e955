using Mesh.Video.Ffmpeg;

namespace Mesh.Video.Scan;

/// <summary>A few frames of a film as pictures.</summary>
public static class FrameGrab
{
    /// <param name="film">The file.</param>
    /// <param name="frames">Their numbers, rising.</param>
    /// <param name="size">Pixels of the pictures.</param>
    /// <param name="limits">Silence, and what the decoder may use up.</param>
    /// <param name="cancellation">Stops the decoder.</param>
    /// <returns>One picture for each number.</returns>
    /// <exception cref="VideoException">One of the frames cannot be decoded.</exception>
    public static async Task<IReadOnlyList<RgbImage>> ReadAsync(
        VideoHeader film, IReadOnlyList<int> frames, PixelSize size, VideoLimits? limits = null,
        CancellationToken cancellation = default)
    {
        limits ??= VideoLimits.Default;
        await using var process = MediaProcess.Start("ffmpeg", Arguments(film, frames, size, limits), limits.Process);
        var images = new List<RgbImage>();
        foreach (var number in frames)
        {
            var image = new RgbImage(size.Width, size.Height);
            var read = await process.ReadBlockAsync(image.Pixels, limits.StallTimeout, cancellation);
            if (read < image.Pixels.Length)
            {
                throw new VideoException(
                    $"{Path.GetFileName(film.Path)}: frame {number} cannot be decoded.",
                    new VideoException($"frame {number} cannot be decoded"));
            }
            images.Add(image);
        }
        return images;
    }

    private static IEnumerable<string> Arguments(
        VideoHeader film, IReadOnlyList<int> frames, PixelSize size, VideoLimits limits)
    {
        var chosen = string.Join('+', frames.Select(frame => $@"eq(n\,{frame})"));
        var matrix = ColourMatrix.Of(film.Colour, film.Size.Width, film.Size.Height);
        return
        [
            "-nostdin", "-v", "error", "-threads", "1",
            .. SafeInput.Arguments(film.Path, film.PictureDemuxer, limits),
            "-map", $"0:{film.StreamIndex}", "-fps_mode", "passthrough",
            "-vf", $"select={chosen},scale={size.Width}:{size.Height}:{Scaling.Resize}:in_color_matrix={matrix},"
                + "format=rgb24",
            "-frames:v", $"{frames.Count}", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1",
        ];
    }
}
