using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mesh.Curation.Motion;

/// <summary>What became of a point.</summary>
internal enum PointState
{
    Found,
    /// <summary>Nothing around it to hold on to; it is where it was guessed to be.</summary>
    Plain,
    /// <summary>It left the frame, or what is there looks different.</summary>
    Lost,
}

/// <summary>
/// Follows a point from one frame to the next: Lucas and Kanade's least squares over a window of 8 x 8, from coarse to
/// fine. A row of the window is one vector.
/// </summary>
/// <remarks>Bouguet 2001, "Pyramidal Implementation of the Lucas Kanade Feature Tracker".</remarks>
internal static class LucasKanade
{
    private const int Side = 8;
    private const float Middle = 3.5f;
    private const int Steps = 8;
    private const float Converged = 0.01f;

    /// <summary>Least eigenvalue of the window's structure, per pixel: squared levels.</summary>
    private const float LeastTexture = 2;

    /// <summary>Most mean difference of a window that was found again, levels.</summary>
    private const float MostDifference = 24;

    /// <param name="from">First frame.</param>
    /// <param name="to">Second frame, of the same size.</param>
    /// <param name="x">Place in the first frame, pixels from the middle of the first.</param>
    /// <param name="y">Place in the first frame.</param>
    /// <param name="dx">The displacement that is guessed, then that which was found.</param>
    /// <param name="dy">The displacement.</param>
    public static PointState Track(Plane from, Plane to, float x, float y, ref float dx, ref float dy)
    {
        if (from.Coarser is { } coarse && to.Coarser is { } coarser)
        {
            var (u, v) = (dx / 2, dy / 2);
            // The middle of a coarse pixel lies half a fine one further.
            if (Track(coarse, coarser, x / 2 - 0.25f, y / 2 - 0.25f, ref u, ref v) == PointState.Found)
                (dx, dy) = (2 * u, 2 * v);
        }
        return Refine(from, to, x, y, ref dx, ref dy);
    }

    private static PointState Refine(Plane from, Plane to, float x, float y, ref float dx, ref float dy)
    {
        var (left, top) = (x - Middle, y - Middle);
        if (left < 1 || top < 1 || left > from.Width - Side - 3 || top > from.Height - Side - 3)
            return PointState.Lost;

        Span<Vector256<float>> window = stackalloc Vector256<float>[Side + 2];
        for (var row = 0; row < Side + 2; row++)
            window[row] = Row(from, left, top + row - 1);
        Span<Vector256<float>> across = stackalloc Vector256<float>[Side];
        Span<Vector256<float>> down = stackalloc Vector256<float>[Side];
        var (xx, xy, yy) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var half = Vector256.Create(0.5f);
        for (var row = 0; row < Side; row++)
        {
            across[row] = (Row(from, left + 1, top + row) - Row(from, left - 1, top + row)) * half;
            down[row] = (window[row + 2] - window[row]) * half;
            xx += across[row] * across[row];
            xy += across[row] * down[row];
            yy += down[row] * down[row];
        }
        var (a, b, c) = (Vector256.Sum(xx), Vector256.Sum(xy), Vector256.Sum(yy));
        var least = (a + c - MathF.Sqrt((a - c) * (a - c) + 4 * b * b)) / (2 * Side * Side);
        return least < LeastTexture
            ? PointState.Plain
            : Search(to, left, top, window[1..^1], across, down, (a, b, c), ref dx, ref dy);
    }

    private static PointState Search(
        Plane to, float left, float top, ReadOnlySpan<Vector256<float>> window, ReadOnlySpan<Vector256<float>> across,
        ReadOnlySpan<Vector256<float>> down, (float A, float B, float C) structure, ref float dx, ref float dy)
    {
        var (a, b, c) = structure;
        var determinant = a * c - b * b;
        var (u, v, difference) = (dx, dy, 0f);
        for (var step = 0; step < Steps; step++)
        {
            var (l, t) = (left + u, top + v);
            if (!(l >= 0 && t >= 0 && l <= to.Width - Side - 2 && t <= to.Height - Side - 2))
                return PointState.Lost;
            var (ex, ey, error) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (var row = 0; row < Side; row++)
            {
                var e = window[row] - Row(to, l, t + row);
                ex += e * across[row];
                ey += e * down[row];
                error += Vector256.Abs(e);
            }
            difference = Vector256.Sum(error);
            var (p, q) = (Vector256.Sum(ex), Vector256.Sum(ey));
            var (du, dv) = ((c * p - b * q) / determinant, (a * q - b * p) / determinant);
            (u, v) = (u + du, v + dv);
            if (MathF.Abs(du) + MathF.Abs(dv) < Converged)
                break;
        }
        (dx, dy) = (u, v);
        return difference <= MostDifference * Side * Side ? PointState.Found : PointState.Lost;
    }

    /// <summary>Eight pixels from (x, y) on, between whose middles is interpolated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Row(Plane plane, float x, float y)
    {
        var (column, line) = ((int)x, (int)y);
        var (fx, fy) = (Vector256.Create(x - column), Vector256.Create(y - line));
        ref var at = ref plane.Values[line * plane.Width + column];
        ref var under = ref Unsafe.Add(ref at, plane.Width);
        var upper = Load(ref at);
        upper += (Load(ref Unsafe.Add(ref at, 1)) - upper) * fx;
        var lower = Load(ref under);
        lower += (Load(ref Unsafe.Add(ref under, 1)) - lower) * fx;
        return upper + (lower - upper) * fy;
    }

    private static Vector256<float> Load(ref float at) => Vector256.LoadUnsafe(ref at);
}
