namespace Mesh.Video;

/// <summary>Delivers the frames of a film one after the other, whoever decodes them.</summary>
public interface IFrameReader : IAsyncDisposable
{
    /// <summary>Width of a delivered frame.</summary>
    int Width { get; }

    int Height { get; }

    /// <summary>Fills <paramref name="frame"/> (Height * Width * 3 bytes, RGB) with the next frame.</summary>
    /// <returns>False after the last frame.</returns>
    /// <exception cref="ArgumentException">The buffer has another size.</exception>
    /// <exception cref="VideoException">A frame that should be there cannot be read.</exception>
    ValueTask<bool> ReadAsync(Memory<byte> frame, CancellationToken cancellation = default);
}
