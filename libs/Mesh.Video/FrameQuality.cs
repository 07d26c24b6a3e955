namespace Mesh.Video;

/// <summary>How alike two frames are.</summary>
public static class FrameQuality
{
    /// <summary>Peak signal-to-noise ratio over the three channels, dB; infinite for equal pixels.</summary>
    /// <param name="a">RGB24 frame.</param>
    /// <param name="b">RGB24 frame of the same size.</param>
    /// <param name="mask">One byte a pixel, non-zero where pixels count; empty for all of them.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the mask selects nothing.</exception>
    public static double Psnr(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> mask = default)
    {
        var (sum, samples) = SquaredError(a, b, mask);
        return samples == 0
            ? throw new ArgumentException("The mask selects no pixel.", nameof(mask))
            : PsnrOf(sum, samples);
    }

    /// <summary>For figures over many frames: add both numbers up, then <see cref="PsnrOf"/>.</summary>
    /// <returns>Sum of squared differences in units of 1/255, and the number of samples (3 a pixel).</returns>
    public static (long Sum, long Samples) SquaredError(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> mask = default)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"Frames must have one size, got {a.Length} and {b.Length} bytes.", nameof(b));
        if (!mask.IsEmpty && mask.Length * 3 != a.Length)
            throw new ArgumentException($"Mask must have {a.Length / 3} bytes, got {mask.Length}.", nameof(mask));

        var (sum, samples) = (0L, 0L);
        for (var pixel = 0; pixel < a.Length / 3; pixel++)
        {
            if (!mask.IsEmpty && mask[pixel] == 0)
                continue;

            for (var i = pixel * 3; i < pixel * 3 + 3; i++)
            {
                var difference = a[i] - b[i];
                sum += difference * difference;
            }
            samples += 3;
        }
        return (sum, samples);
    }

    /// <summary>dB, from what <see cref="SquaredError"/> returns.</summary>
    public static double PsnrOf(long sum, long samples) =>
        sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255.0 * samples / sum);
}
