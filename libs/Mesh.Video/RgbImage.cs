namespace Mesh.Video;

/// <summary>An 8-bit RGB picture.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Pixels">Rows from top to bottom, three bytes a pixel: Height * Width * 3.</param>
public sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>A black picture.</summary>
    public RgbImage(int width, int height)
        : this(width, height, new byte[width * height * 3])
    {
    }

    /// <summary>The three bytes of one pixel.</summary>
    public Span<byte> this[int x, int y] => Pixels.AsSpan((y * Width + x) * 3, 3);
}
