namespace Mesh.Video.Ffmpeg;

/// <summary>A file that exists, has bytes and may be read.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="PictureDemuxer">What to force when it is a picture, otherwise null.</param>
internal sealed record SourceFile(string Path, string? PictureDemuxer)
{
    /// <exception cref="VideoException">The file cannot be read at all.</exception>
    public static SourceFile Check(string path, VideoLimits limits)
    {
        if (Directory.Exists(path))
            throw new VideoException("is a folder, not a video file");
        if (path.Contains('\0') || !File.Exists(path))
            throw new VideoException("does not exist");

        var length = new FileInfo(path).Length;
        if (length == 0)
            throw new VideoException("is empty");
        if (length > limits.MaxBytes)
            throw new VideoException($"has {length} bytes, the limit is {limits.MaxBytes}");

        return new(System.IO.Path.GetFullPath(path), SafeInput.PictureDemuxer(Head(path)));
    }

    public IEnumerable<string> Arguments(VideoLimits limits) => SafeInput.Arguments(Path, PictureDemuxer, limits);

    private static byte[] Head(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var head = new byte[SafeInput.HeadLength];
            return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VideoException($"cannot be opened: {error.Message}", error);
        }
    }
}
