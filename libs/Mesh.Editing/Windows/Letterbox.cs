using Mesh.Video.Geometry;

namespace Mesh.Editing.Windows;

/// <summary>A picture of any shape on a white canvas, as VACE is shown its references.</summary>
internal static class Letterbox
{
    /// <returns>A picture of the canvas' size, the whole of <paramref name="picture"/> in its middle.</returns>
    public static PlanarFrame Of(PlanarFrame picture, int width, int height)
    {
        var scale = Math.Min((double)width / picture.Width, (double)height / picture.Height);
        var (w, h) = (Side(picture.Width, scale, width), Side(picture.Height, scale, height));
        var inner = picture.Resized(w, h, ResampleFilter.Bilinear);
        var canvas = new PlanarFrame(width, height);
        Array.Fill(canvas.Samples, 1);
        var (top, left) = ((height - h) / 2, (width - w) / 2);
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = 0; y < h; y++)
                inner.Plane(channel).Slice(y * w, w).CopyTo(canvas.Plane(channel)[((top + y) * width + left)..]);
        }
        return canvas;
    }

    private static int Side(int side, double scale, int most) => Math.Clamp((int)(side * scale), 1, most);
}
