using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Windows;

/// <summary>The middle of a frame at a size of its own, <see cref="CoverCrop"/>, and back into the frame.</summary>
internal static class MiddleCrop
{
    /// <param name="frame">The whole frame.</param>
    /// <param name="size">Size of the result.</param>
    /// <param name="filter">Of the resize.</param>
    public static PlanarFrame Of(PlanarFrame frame, WorkingSize size, ResampleFilter filter)
    {
        var (resized, crop) = CoverCrop.Of(new(frame.Width, frame.Height), new(size.Width, size.Height));
        var whole = frame.Resized(resized.Width, resized.Height, filter);
        var middle = new PlanarFrame(size.Width, size.Height);
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = 0; y < size.Height; y++)
            {
                whole.Plane(channel).Slice((crop.Top + y) * resized.Width + crop.Left, size.Width)
                    .CopyTo(middle.Plane(channel)[(y * size.Width)..]);
            }
        }
        return middle;
    }

    /// <summary>Where the middle lies in the frame it was cut from.</summary>
    public static PixelRect In(PixelSize frame, PixelSize middle)
    {
        var (resized, crop) = CoverCrop.Of(frame, middle);
        var (x, y) = ((double)frame.Width / resized.Width, (double)frame.Height / resized.Height);
        var (left, top) = ((int)Math.Round(crop.Left * x), (int)Math.Round(crop.Top * y));
        return new(
            left,
            top,
            Math.Min(frame.Width - left, (int)Math.Round(crop.Width * x)),
            Math.Min(frame.Height - top, (int)Math.Round(crop.Height * y)));
    }
}
