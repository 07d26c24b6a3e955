using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Curation.Vlm;

/// <summary>Pictures as a model is shown them.</summary>
internal static class SideBySide
{
    private const int Gap = 8;

    /// <summary>The same moment of original (left) and edited clip (right), PNG, a white gap between them.</summary>
    public static byte[] Png(RgbImage left, RgbImage right)
    {
        var joined = new RgbImage(left.Width + Gap + right.Width, Math.Max(left.Height, right.Height));
        joined.Pixels.AsSpan().Fill(byte.MaxValue);
        Paste(left, joined, 0);
        Paste(right, joined, left.Width + Gap);
        return Png(joined);
    }

    public static byte[] Png(RgbImage image) =>
        PngFile.Encode(new Raster(image.Width, image.Height, 3, image.Pixels));

    private static void Paste(RgbImage image, RgbImage onto, int column)
    {
        for (var y = 0; y < image.Height; y++)
        {
            image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3)
                .CopyTo(onto.Pixels.AsSpan((y * onto.Width + column) * 3));
        }
    }
}
