using Mesh.Editing.Windows;

namespace Mesh.Editing.Composition;

/// <summary>Whether an edit is a change of colours: the best affine map from source to edit around each cell.</summary>
/// <remarks>He, Sun and Tang 2013, "Guided Image Filtering", eq. 5 and 6 with three-channel guide.</remarks>
internal static class AffineFit
{
    private const int Radius = 2;
    private const double Ridge = 1e-3;

    /// <returns>Largest channel of what the map around a cell leaves unexplained in it, one per cell.</returns>
    public static float[] Misfit(PlanarFrame source, PlanarFrame edited)
    {
        var misfit = new float[source.Area];
        for (var y = 0; y < source.Height; y++)
        {
            for (var x = 0; x < source.Width; x++)
                misfit[y * source.Width + x] = MisfitAt(source, edited, x, y);
        }
        return misfit;
    }

    private static float MisfitAt(PlanarFrame source, PlanarFrame edited, int x, int y)
    {
        Span<double> from = stackalloc double[3];
        Span<double> to = stackalloc double[3];
        Span<double> spread = stackalloc double[9];  // covariance of the source
        Span<double> shared = stackalloc double[9];  // covariance of source and edit
        Moments(source, edited, x, y, from, to, spread, shared);

        Span<double> weights = stackalloc double[3];
        var cell = y * source.Width + x;
        SolveSymmetric(spread, Deviation(source, cell, from, stackalloc double[3]), weights);
        var worst = 0.0;
        for (var channel = 0; channel < 3; channel++)
        {
            var fit = to[channel];
            for (var a = 0; a < 3; a++)
                fit += weights[a] * shared[3 * a + channel];
            worst = Math.Max(worst, Math.Abs(fit - edited.Plane(channel)[cell]));
        }
        return (float)worst;
    }

    private static void Moments(
        PlanarFrame source, PlanarFrame edited, int x, int y,
        Span<double> from, Span<double> to, Span<double> spread, Span<double> shared)
    {
        var count = 0;
        for (var row = Math.Max(0, y - Radius); row <= Math.Min(source.Height - 1, y + Radius); row++)
        {
            for (var column = Math.Max(0, x - Radius); column <= Math.Min(source.Width - 1, x + Radius); column++)
            {
                count++;
                var cell = row * source.Width + column;
                for (var a = 0; a < 3; a++)
                {
                    var value = source.Plane(a)[cell];
                    from[a] += value;
                    to[a] += edited.Plane(a)[cell];
                    for (var b = 0; b < 3; b++)
                    {
                        spread[3 * a + b] += value * source.Plane(b)[cell];
                        shared[3 * a + b] += value * edited.Plane(b)[cell];
                    }
                }
            }
        }

        for (var a = 0; a < 3; a++)
            (from[a], to[a]) = (from[a] / count, to[a] / count);
        for (var a = 0; a < 3; a++)
        {
            for (var b = 0; b < 3; b++)
            {
                spread[3 * a + b] = spread[3 * a + b] / count - from[a] * from[b] + (a == b ? Ridge : 0);
                shared[3 * a + b] = shared[3 * a + b] / count - from[a] * to[b];
            }
        }
    }

    private static Span<double> Deviation(PlanarFrame frame, int cell, Span<double> mean, Span<double> deviation)
    {
        for (var channel = 0; channel < 3; channel++)
            deviation[channel] = frame.Plane(channel)[cell] - mean[channel];
        return deviation;
    }

    // Cramer's rule; the ridge keeps the determinant positive.
    private static void SolveSymmetric(ReadOnlySpan<double> m, ReadOnlySpan<double> right, Span<double> x)
    {
        var (a, b, c, d, e, f) = (m[0], m[1], m[2], m[4], m[5], m[8]);
        var (p, q, r) = (right[0], right[1], right[2]);
        var (df, ef, de) = (d * f - e * e, c * e - b * f, b * e - c * d);
        var (af, bc, ad) = (a * f - c * c, b * c - a * e, a * d - b * b);
        var determinant = a * df + b * ef + c * de;
        x[0] = (df * p + ef * q + de * r) / determinant;
        x[1] = (ef * p + af * q + bc * r) / determinant;
        x[2] = (de * p + bc * q + ad * r) / determinant;
    }
}
