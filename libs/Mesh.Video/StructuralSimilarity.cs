using Mesh.Video.Geometry;

namespace Mesh.Video;

/// <summary>
/// SSIM of the luma (BT.601 weights) with an 11 x 11 Gaussian window of sigma 1.5, K1 = 0.01, K2 = 0.03, borders
/// repeated.
/// </summary>
/// <remarks>Wang et al. 2004, "Image quality assessment: from error visibility to structural similarity".</remarks>
public static class StructuralSimilarity
{
    private const int Radius = 5;
    private const double Sigma = 1.5;
    private const float C1 = 0.01f * 255 * 0.01f * 255;
    private const float C2 = 0.03f * 255 * 0.03f * 255;

    private static readonly float[] Window = Gaussian();

    /// <summary>Mean over the pixels that count, at most 1.</summary>
    /// <param name="a">Frame.</param>
    /// <param name="b">Frame of the same size.</param>
    /// <param name="mask">One byte a pixel, non-zero where the window's centre counts; empty for all of them.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the mask selects nothing.</exception>
    public static double Of(RgbImage a, RgbImage b, ReadOnlySpan<byte> mask = default)
    {
        var size = new PixelSize(a.Width, a.Height);
        if (size != new PixelSize(b.Width, b.Height))
            throw new ArgumentException($"Frames must have one size, got {size} and {b.Width}x{b.Height}.", nameof(b));
        if (!mask.IsEmpty && mask.Length != a.Width * a.Height)
            throw new ArgumentException($"Mask must have {a.Width * a.Height} bytes, got {mask.Length}.", nameof(mask));

        var map = Map(Luma(a), Luma(b), size);
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < map.Length; i++)
        {
            if (!mask.IsEmpty && mask[i] == 0)
                continue;
            sum += map[i];
            count++;
        }
        return count > 0 ? sum / count : throw new ArgumentException("The mask selects no pixel.", nameof(mask));
    }

    private static float[] Map(float[] a, float[] b, PixelSize size)
    {
        var (meanA, meanB) = (Blur(a, size), Blur(b, size));
        var (squareA, squareB, product) =
            (Blur(Product(a, a), size), Blur(Product(b, b), size), Blur(Product(a, b), size));
        var map = new float[a.Length];
        for (var i = 0; i < map.Length; i++)
        {
            var (mean, varianceA, varianceB, covariance) = (
                meanA[i] * meanB[i],
                squareA[i] - meanA[i] * meanA[i],
                squareB[i] - meanB[i] * meanB[i],
                product[i] - meanA[i] * meanB[i]);
            map[i] = (2 * mean + C1) * (2 * covariance + C2)
                / ((meanA[i] * meanA[i] + meanB[i] * meanB[i] + C1) * (varianceA + varianceB + C2));
        }
        return map;
    }

    private static float[] Luma(RgbImage image)
    {
        var luma = new float[image.Width * image.Height];
        for (var i = 0; i < luma.Length; i++)
        {
            var pixel = image.Pixels.AsSpan(i * 3, 3);
            luma[i] = 0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2];
        }
        return luma;
    }

    private static float[] Product(float[] a, float[] b)
    {
        var product = new float[a.Length];
        for (var i = 0; i < product.Length; i++)
            product[i] = a[i] * b[i];
        return product;
    }

    private static float[] Blur(float[] plane, PixelSize size)
    {
        var (width, height) = (size.Width, size.Height);
        var rows = new float[plane.Length];
        var padded = new float[width + 2 * Radius];
        for (var y = 0; y < height; y++)
        {
            var row = plane.AsSpan(y * width, width);
            padded.AsSpan(0, Radius).Fill(row[0]);
            row.CopyTo(padded.AsSpan(Radius));
            padded.AsSpan(Radius + width).Fill(row[^1]);
            for (var k = 0; k < Window.Length; k++)
                ScaledSum.Add(rows.AsSpan(y * width, width), padded.AsSpan(k, width), Window[k]);
        }

        var blurred = new float[plane.Length];
        for (var y = 0; y < height; y++)
        {
            for (var k = -Radius; k <= Radius; k++)
            {
                var from = Math.Clamp(y + k, 0, height - 1);
                ScaledSum.Add(blurred.AsSpan(y * width, width), rows.AsSpan(from * width, width), Window[k + Radius]);
            }
        }
        return blurred;
    }

    private static float[] Gaussian()
    {
        var weights = Enumerable.Range(-Radius, 2 * Radius + 1)
            .Select(x => Math.Exp(-x * x / (2 * Sigma * Sigma)))
            .ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }
}
