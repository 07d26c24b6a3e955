namespace Mesh.Video.Ffmpeg;

/// <summary>The video stream of a file, checked against the limits before anything is decoded.</summary>
internal static class StreamChoice
{
    /// <exception cref="VideoException">There is none, or it is beyond a limit.</exception>
    public static ProbedObject Of(ProbeDocument document, VideoLimits limits)
    {
        if (document.Streams.Count > limits.MaxStreams)
            throw new VideoException($"has {document.Streams.Count} streams, the limit is {limits.MaxStreams}");

        var videos = document.Streams.Where(stream => stream.Text("codec_type") == "video").ToArray();
        var stream = videos.FirstOrDefault(video => !video.Has("attached_pic"));
        if (stream.Element.ValueKind == System.Text.Json.JsonValueKind.Undefined)
            throw new VideoException(videos.Length > 0 ? "has cover art but no video" : "has no video stream");
        if (stream.Text("codec_name") is null or "unknown")
            throw new VideoException("has a video stream of an unknown codec");
        if (limits.Codecs is { } codecs && !codecs.Contains(stream.Text("codec_name")!))
        {
            throw new VideoException(
                $"is coded as {stream.Text("codec_name")}, the codecs allowed are {string.Join(", ", codecs)}");
        }

        CheckSize(stream, limits);
        CheckLength(stream, document.Format, limits);
        return stream;
    }

    private static void CheckSize(ProbedObject stream, VideoLimits limits)
    {
        var (width, height) = (stream.Whole("width") ?? 0, stream.Whole("height") ?? 0);
        if (width <= 0 || height <= 0)
            throw new VideoException("holds no frame that can be decoded");
        if (width > limits.MaxSide || height > limits.MaxSide || width * height > limits.MaxPixels)
        {
            throw new VideoException(
                $"has frames of {width}x{height}, the limit is {limits.MaxSide} a side and {limits.MaxPixels} pixels");
        }
    }

    private static void CheckLength(ProbedObject stream, ProbedObject format, VideoLimits limits)
    {
        var seconds = stream.Number("duration") ?? format.Number("duration") ?? 0;
        if (seconds > limits.MaxDuration.TotalSeconds)
        {
            throw new VideoException(
                $"claims to last {seconds:0} s, the limit is {limits.MaxDuration.TotalSeconds:0} s");
        }
        if (stream.Whole("nb_frames") > limits.MaxFrames)
            throw new VideoException($"claims {stream.Whole("nb_frames")} frames, the limit is {limits.MaxFrames}");
    }
}
