namespace Mesh.Video.Processors;

/// <summary>Cutting out the middle, and padding around it.</summary>
public static class Crop
{
    private const int Channels = 3;

    /// <summary>The middle of a picture; where it is too small, black is added around it first.</summary>
    public static RgbImage Centre(RgbImage source, PixelSize size)
    {
        var result = new RgbImage(size.Width, size.Height);
        var (left, top) = (Start(source.Width, size.Width), Start(source.Height, size.Height));
        Copy(source, result, left, top);
        return result;
    }

    /// <summary>A square around a picture.</summary>
    /// <param name="source">Stands in its middle.</param>
    /// <param name="colour">Of the rest.</param>
    public static RgbImage PadToSquare(RgbImage source, ReadOnlySpan<byte> colour)
    {
        var side = Math.Max(source.Width, source.Height);
        var result = new RgbImage(side, side);
        for (var i = 0; i < side * side; i++)
            colour.CopyTo(result.Pixels.AsSpan(i * Channels));
        Copy(source, result, -((side - source.Width) / 2), -((side - source.Height) / 2));
        return result;
    }

    // Of an odd surplus the smaller half is cut in front; of an odd lack the larger half is padded in front.
    private static int Start(int from, int to) => from >= to ? (from - to) / 2 : -((to - from + 1) / 2);

    // The source's pixel (left, top) goes to the target's first one; either may be outside the other.
    private static void Copy(RgbImage source, RgbImage target, int left, int top)
    {
        var first = Math.Max(0, -left);
        var count = Math.Min(target.Width, source.Width - left) - first;
        for (var y = Math.Max(0, -top); y < Math.Min(target.Height, source.Height - top); y++)
        {
            var from = ((y + top) * source.Width + first + left) * Channels;
            source.Pixels.AsSpan(from, count * Channels)
                .CopyTo(target.Pixels.AsSpan((y * target.Width + first) * Channels));
        }
    }
}
