namespace Mesh.Video.Geometry;

/// <summary>
/// Resizing in plain code: separable, antialiased, weights renormalised at the borders, the rule of Pillow and of
/// torchvision's antialias.
/// </summary>
public static class Resample
{
    /// <summary>A plane of floats, rows from top to bottom.</summary>
    /// <exception cref="ArgumentException">A span does not hold width * height numbers.</exception>
    public static void Plane(
        ReadOnlySpan<float> source, PixelSize from, Span<float> target, PixelSize to, ResampleFilter filter) =>
        Interleaved(source, from, target, to, channels: 1, filter);

    /// <summary>A frame, rounded to the nearest byte.</summary>
    public static RgbImage Frame(RgbImage source, PixelSize to, ResampleFilter filter)
    {
        var from = new PixelSize(source.Width, source.Height);
        if (from == to)
            return new(to.Width, to.Height, [.. source.Pixels]);

        var numbers = new float[source.Pixels.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = source.Pixels[i];

        var resized = new float[to.Width * to.Height * 3];
        Interleaved(numbers, from, resized, to, channels: 3, filter);
        var image = new RgbImage(to.Width, to.Height);
        for (var i = 0; i < resized.Length; i++)
            image.Pixels[i] = (byte)Math.Clamp(resized[i] + 0.5f, 0, 255);
        return image;
    }

    private static void Interleaved(
        ReadOnlySpan<float> source, PixelSize from, Span<float> target, PixelSize to, int channels,
        ResampleFilter filter)
    {
        Require(source.Length, from, channels, nameof(source));
        Require(target.Length, to, channels, nameof(target));

        var columns = ResampleTaps.Of(from.Width, to.Width, filter);
        var rows = ResampleTaps.Of(from.Height, to.Height, filter);
        var narrow = new float[from.Height * to.Width * channels];
        for (var y = 0; y < from.Height; y++)
        {
            Row(source.Slice(y * from.Width * channels, from.Width * channels),
                narrow.AsSpan(y * to.Width * channels, to.Width * channels), columns, channels);
        }
        Columns(narrow, target, to.Width * channels, rows);
    }

    private static void Row(ReadOnlySpan<float> source, Span<float> target, ResampleTaps[] taps, int channels)
    {
        for (var x = 0; x < taps.Length; x++)
        {
            var (first, weights) = taps[x];
            for (var channel = 0; channel < channels; channel++)
            {
                var sum = 0f;
                for (var i = 0; i < weights.Length; i++)
                    sum += weights[i] * source[(first + i) * channels + channel];
                target[x * channels + channel] = sum;
            }
        }
    }

    private static void Columns(ReadOnlySpan<float> source, Span<float> target, int stride, ResampleTaps[] taps)
    {
        for (var y = 0; y < taps.Length; y++)
        {
            var (first, weights) = taps[y];
            var row = target.Slice(y * stride, stride);
            row.Clear();
            for (var i = 0; i < weights.Length; i++)
                ScaledSum.Add(row, source.Slice((first + i) * stride, stride), weights[i]);
        }
    }

    private static void Require(int length, PixelSize size, int channels, string name)
    {
        if (length != size.Width * size.Height * channels)
            throw new ArgumentException($"{name} must hold {size} x {channels} numbers, got {length}.", name);
    }
}
