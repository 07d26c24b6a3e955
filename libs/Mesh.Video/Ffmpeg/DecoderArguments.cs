namespace Mesh.Video.Ffmpeg;

/// <summary>ffmpeg's arguments for decoding to RGB24 on its standard output.</summary>
internal static class DecoderArguments
{
    public static IEnumerable<string> Of(VideoInfo video, ReadOptions options, int count, PixelSize size) =>
    [
        "-nostdin", "-v", "error",
        .. SafeInput.Arguments(video.Path, video.PictureDemuxer, options.Limits),
        "-map", $"0:{video.StreamIndex}",
        "-fps_mode", "passthrough",
        "-vf", string.Join(',', Filters(video, options, count, size)),
        "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1",
    ];

    private static IEnumerable<string> Filters(VideoInfo video, ReadOptions options, int count, PixelSize size)
    {
        if (count < video.FrameCount)
            yield return $"trim=start_frame={options.Start}:end_frame={options.Start + count}";

        var matrix = ColourMatrix.Of(video.Colour, video.Width, video.Height);
        yield return $"scale={video.Width}:{video.Height}:{Scaling.RepeatChroma}:in_color_matrix={matrix}";
        yield return "format=rgb24";

        if (options.Crop is { } crop)
            yield return $"crop={crop.Width}:{crop.Height}:{crop.Left}:{crop.Top}";
        if (options.Size is not null)
            yield return $"scale={size.Width}:{size.Height}:{Scaling.Resize}";
    }
}
