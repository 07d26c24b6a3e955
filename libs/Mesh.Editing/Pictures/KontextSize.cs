using Mesh.Video;

namespace Mesh.Editing.Pictures;

/// <summary>The size at which FLUX.1 Kontext sees and makes pictures.</summary>
internal static class KontextSize
{
    private const int Grid = 16;
    private const int TrainedArea = 1024 * 1024;

    // Of the widths it was trained at; the heights are the same in the other order.
    private static readonly int[] Widths =
        [672, 688, 720, 752, 800, 832, 880, 944, 1024, 1104, 1184, 1248, 1328, 1392, 1456, 1504, 1568];

    /// <summary>The trained size of the nearest shape; at another area, the shape itself on the grid.</summary>
    public static PixelSize Of(int area, RgbImage picture)
    {
        var ratio = (double)picture.Width / picture.Height;
        if (area == TrainedArea)
        {
            return Enumerable.Range(0, Widths.Length)
                .Select(i => new PixelSize(Widths[i], Widths[^(i + 1)]))
                .MinBy(size => Math.Abs(ratio - (double)size.Width / size.Height));
        }
        var width = Math.Sqrt(area * ratio);
        return new(OnGrid(width), OnGrid(width / ratio));
    }

    private static int OnGrid(double side) => Math.Max(1, (int)(side / Grid)) * Grid;
}
