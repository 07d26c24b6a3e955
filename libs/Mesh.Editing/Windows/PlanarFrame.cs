using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Windows;

/// <summary>An RGB picture of floats in [0, 1].</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Samples">Red plane, green plane, blue plane, rows from top to bottom: 3 * Height * Width.</param>
public sealed record PlanarFrame(int Width, int Height, float[] Samples)
{
    /// <summary>Samples of one plane.</summary>
    public int Area => Width * Height;

    public PlanarFrame(int width, int height)
        : this(width, height, new float[3 * width * height])
    {
    }

    public Span<float> Plane(int channel) => Samples.AsSpan(channel * Area, Area);

    public static PlanarFrame Of(RgbImage image)
    {
        var frame = new PlanarFrame(image.Width, image.Height);
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = frame.Plane(channel);
            for (var i = 0; i < plane.Length; i++)
                plane[i] = image.Pixels[3 * i + channel] / 255f;
        }
        return frame;
    }

    /// <summary>Antialiased when it shrinks.</summary>
    public PlanarFrame Resized(int width, int height, ResampleFilter filter)
    {
        if (width == Width && height == Height)
            return this;

        var resized = new PlanarFrame(width, height);
        for (var channel = 0; channel < 3; channel++)
            Resample.Plane(Plane(channel), new(Width, Height), resized.Plane(channel), new(width, height), filter);
        return resized;
    }

    /// <param name="isCut">
    /// Whether fractions are cut off, as the published pipelines do; false rounds to the nearest byte.
    /// </param>
    public RgbImage ToImage(bool isCut = false)
    {
        var up = isCut ? 0 : 0.5f;
        var image = new RgbImage(Width, Height);
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = Plane(channel);
            for (var i = 0; i < plane.Length; i++)
                image.Pixels[3 * i + channel] = (byte)(Math.Clamp(plane[i], 0, 1) * 255 + up);
        }
        return image;
    }
}
