using Mesh.Video.Ffmpeg;

namespace Mesh.Video;

/// <summary>Reads what a video file holds.</summary>
public static class VideoProbe
{
    /// <summary>
    /// Decodes every frame once, so that the count and the timestamps are facts and not what the header claims. A
    /// picture file is a video of one frame.
    /// </summary>
    /// <exception cref="VideoException">The file is missing, empty, not a video, damaged or beyond a limit.</exception>
    public static async Task<VideoInfo> ReadAsync(
        string path, VideoLimits? limits = null, CancellationToken cancellation = default)
    {
        try
        {
            limits ??= VideoLimits.Default;
            var file = SourceFile.Check(path, limits);
            var document = await ProbeDocument.ReadAsync(file.Arguments(limits), limits, cancellation);
            var stream = StreamChoice.Of(document, limits);
            var index = (int)(stream.Whole("index") ?? 0);
            var rows = await FrameTable.ReadAsync(file.Arguments(limits), index, limits, cancellation);
            if (rows.Count == 0)
                throw new VideoException("holds no frame that can be decoded");
            return VideoDescription.Of(file, document, stream, rows);
        }
        catch (VideoException error)
        {
            throw new VideoException($"{OneLine(path)}: {error.Message}.", error);
        }
    }

    private static string OneLine(string path) => string.Concat(path.Select(c => char.IsControl(c) ? '?' : c));
}
