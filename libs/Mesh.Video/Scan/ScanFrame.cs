namespace Mesh.Video.Scan;

/// <summary>A frame at reduced size: luma, and chroma at half of it each way; all 0 to 255.</summary>
/// <param name="Size">Of the luma, even.</param>
/// <param name="Samples">Luma, then blue and red difference, rows from top to bottom.</param>
public sealed record ScanFrame(PixelSize Size, byte[] Samples)
{
    private int Pixels => Size.Width * Size.Height;

    public PixelSize ChromaSize => new(Size.Width / 2, Size.Height / 2);

    public ReadOnlySpan<byte> Luma => Samples.AsSpan(0, Pixels);

    /// <summary>Blue difference, 128 is none.</summary>
    public ReadOnlySpan<byte> Blue => Samples.AsSpan(Pixels, Pixels / 4);

    /// <summary>Red difference, 128 is none.</summary>
    public ReadOnlySpan<byte> Red => Samples.AsSpan(Pixels + Pixels / 4, Pixels / 4);

    /// <summary>Bytes of a frame of this size.</summary>
    public static int BytesOf(PixelSize size) => size.Width * size.Height * 3 / 2;

    /// <summary>As a picture; chroma is repeated.</summary>
    public RgbImage ToImage()
    {
        var image = new RgbImage(Size.Width, Size.Height);
        for (var y = 0; y < Size.Height; y++)
        {
            for (var x = 0; x < Size.Width; x++)
            {
                var chroma = y / 2 * ChromaSize.Width + x / 2;
                double luma = Luma[y * Size.Width + x], blue = Blue[chroma] - 128, red = Red[chroma] - 128;
                var pixel = image[x, y];
                pixel[0] = Byte(luma + 1.402 * red);
                pixel[1] = Byte(luma - 0.344136 * blue - 0.714136 * red);
                pixel[2] = Byte(luma + 1.772 * blue);
            }
        }
        return image;
    }

    private static byte Byte(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);
}
