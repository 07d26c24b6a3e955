namespace Mesh.Video.Processors;

/// <summary>
/// Resizing bit for bit as Pillow up to 12.3 does it, which the published image encoders were trained with.
/// </summary>
/// <remarks>
/// Antialiased, separable, in 22-bit fixed point: columns first, rounded and clipped to bytes, then rows. A pass that
/// changes nothing is left out.
/// </remarks>
public static class PillowResize
{
    private const int Channels = 3;

    /// <returns>A new picture, also when the size does not change.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public static RgbImage Frame(RgbImage source, PixelSize to, PillowFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to.Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to.Height);

        var narrow = to.Width == source.Width ? source : Columns(source, to.Width, filter);
        return to.Height == source.Height
            ? ReferenceEquals(narrow, source) ? source with { Pixels = [.. source.Pixels] } : narrow
            : Rows(narrow, to.Height, filter);
    }

    private static RgbImage Columns(RgbImage source, int width, PillowFilter filter)
    {
        var taps = PillowTaps.Of(source.Width, width, filter);
        var result = new RgbImage(width, source.Height);
        for (var y = 0; y < source.Height; y++)
        {
            var row = source.Pixels.AsSpan(y * source.Width * Channels, source.Width * Channels);
            var target = result.Pixels.AsSpan(y * width * Channels, width * Channels);
            for (var x = 0; x < width; x++)
                Sum(row, Channels, taps[x], target.Slice(x * Channels, Channels));
        }

        return result;
    }

    private static RgbImage Rows(RgbImage source, int height, PillowFilter filter)
    {
        var taps = PillowTaps.Of(source.Height, height, filter);
        var result = new RgbImage(source.Width, height);
        var stride = source.Width * Channels;
        for (var y = 0; y < height; y++)
            Sum(source.Pixels, stride, taps[y], result.Pixels.AsSpan(y * stride, stride));
        return result;
    }

    // Weighted sum of runs of bytes that lie one stride apart.
    private static void Sum(ReadOnlySpan<byte> source, int stride, PillowTaps taps, Span<byte> target)
    {
        var (first, weights) = taps;
        for (var i = 0; i < target.Length; i++)
        {
            var sum = 1 << (PillowTaps.Precision - 1);
            for (var tap = 0; tap < weights.Length; tap++)
                sum += source[(first + tap) * stride + i] * weights[tap];
            target[i] = (byte)Math.Clamp(sum >> PillowTaps.Precision, 0, 255);
        }
    }
}
