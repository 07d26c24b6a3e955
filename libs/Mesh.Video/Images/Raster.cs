namespace Mesh.Video.Images;

/// <summary>A picture of 8-bit samples.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Channels">1 gray, 2 gray and alpha, 3 RGB, 4 RGBA.</param>
/// <param name="Samples">Rows from top to bottom: Height * Width * Channels.</param>
public sealed record Raster(int Width, int Height, int Channels, byte[] Samples)
{
    /// <summary>Without alpha; gray becomes three equal channels.</summary>
    public RgbImage ToRgb()
    {
        var pixels = new byte[Width * Height * 3];
        var (red, green, blue) = Channels < 3 ? (0, 0, 0) : (0, 1, 2);
        for (int from = 0, to = 0; to < pixels.Length; from += Channels, to += 3)
        {
            pixels[to] = Samples[from + red];
            pixels[to + 1] = Samples[from + green];
            pixels[to + 2] = Samples[from + blue];
        }
        return new(Width, Height, pixels);
    }
}
