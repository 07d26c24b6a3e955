namespace Mesh.Video;

/// <summary>
/// The decoded frames of a film as a file, RGB24 one after the other and nothing else: whoever works on the same film
/// later need not decode it again.
/// </summary>
public sealed class RawFrames : IFrameReader
{
    private readonly FileStream _file;

    private RawFrames(FileStream file, VideoInfo video) =>
        (_file, Width, Height) = (file, video.Width, video.Height);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Bytes that all frames of a film take.</summary>
    public static long BytesOf(VideoInfo video) => 3L * video.Width * video.Height * video.FrameCount;

    /// <summary>Opens the frames of a film.</summary>
    /// <exception cref="InvalidDataException">The file does not hold as many bytes as the film has.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RawFrames Open(string path, VideoInfo video)
    {
        var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (file.Length == BytesOf(video))
            return new(file, video);
        var got = file.Length;
        file.Dispose();
        throw new InvalidDataException($"{path} has {got} bytes, but the frames of {video.Path} {BytesOf(video)}.");
    }

    public async ValueTask<bool> ReadAsync(Memory<byte> frame, CancellationToken cancellation = default)
    {
        if (frame.Length != Width * Height * 3)
            throw new ArgumentException($"A frame has {Width * Height * 3} bytes, got {frame.Length}.", nameof(frame));
        if (_file.Position == _file.Length)
            return false;
        await _file.ReadExactlyAsync(frame, cancellation);
        return true;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
