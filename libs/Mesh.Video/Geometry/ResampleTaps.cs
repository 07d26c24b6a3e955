namespace Mesh.Video.Geometry;

/// <summary>Which source samples make one target sample.</summary>
/// <param name="First">First source sample.</param>
/// <param name="Weights">Of the samples from there on; they sum to 1.</param>
internal readonly record struct ResampleTaps(int First, float[] Weights)
{
    private const double CubicA = -0.5;

    /// <summary>One entry for each target sample.</summary>
    public static ResampleTaps[] Of(int from, int to, ResampleFilter filter)
    {
        var scale = (double)from / to;
        var width = Math.Max(scale, 1);
        var support = width * Radius(filter);
        return [.. Enumerable.Range(0, to).Select(i => At((i + 0.5) * scale, support, width, from, filter))];
    }

    private static ResampleTaps At(double centre, double support, double width, int from, ResampleFilter filter)
    {
        var first = Math.Max(0, (int)(centre - support + 0.5));
        var end = Math.Min(from, (int)(centre + support + 0.5));
        var weights = new double[Math.Max(1, end - first)];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Kernel((first + i + 0.5 - centre) / width, filter);

        var sum = weights.Sum();
        return sum == 0
            ? new(Math.Clamp((int)centre, 0, from - 1), [1])
            : new(first, [.. weights.Select(weight => (float)(weight / sum))]);
    }

    private static double Radius(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Area => 0.5,
        ResampleFilter.Bilinear => 1,
        _ => 2,
    };

    private static double Kernel(double x, ResampleFilter filter)
    {
        x = Math.Abs(x);
        return filter switch
        {
            ResampleFilter.Area => x <= 0.5 ? 1 : 0,
            ResampleFilter.Bilinear => Math.Max(0, 1 - x),
            _ when x < 1 => ((CubicA + 2) * x - (CubicA + 3)) * x * x + 1,
            _ when x < 2 => (((x - 5) * x + 8) * x - 4) * CubicA,
            _ => 0,
        };
    }
}
