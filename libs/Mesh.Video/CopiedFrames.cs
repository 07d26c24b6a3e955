namespace Mesh.Video;

/// <summary>Reads frames and writes each to a file on the way, as <see cref="RawFrames"/> reads them.</summary>
/// <param name="frames">Where they come from; disposed of with this.</param>
/// <param name="path">The file to write, complete once all frames were read and this was disposed of.</param>
public sealed class CopiedFrames(IFrameReader frames, string path) : IFrameReader
{
    private readonly FileStream _file = new(
        path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);

    public int Width => frames.Width;

    public int Height => frames.Height;

    public async ValueTask<bool> ReadAsync(Memory<byte> frame, CancellationToken cancellation = default)
    {
        if (!await frames.ReadAsync(frame, cancellation))
            return false;
        await _file.WriteAsync(frame, cancellation);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        await frames.DisposeAsync();
    }
}
