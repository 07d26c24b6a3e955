namespace Mesh.Video.Processors;

/// <summary>Which source samples make one target sample, in fixed point.</summary>
/// <param name="First">First source sample.</param>
/// <param name="Weights">Of the samples from there on, in units of 2^-22.</param>
internal readonly record struct PillowTaps(int First, int[] Weights)
{
    /// <summary>Binary digits behind the point: eight are for the byte, two for overshoot.</summary>
    public const int Precision = 32 - 8 - 2;

    /// <summary>One entry for each target sample.</summary>
    public static PillowTaps[] Of(int from, int to, PillowFilter filter)
    {
        var scale = (double)from / to;
        var width = Math.Max(scale, 1);
        return [.. Enumerable.Range(0, to).Select(i => At((i + 0.5) * scale, width, from, filter))];
    }

    private static PillowTaps At(double centre, double width, int from, PillowFilter filter)
    {
        var support = filter.Radius() * width;
        var first = Math.Max(0, (int)(centre - support + 0.5));
        var count = Math.Min(from, (int)(centre + support + 0.5)) - first;
        var (weights, sum, inverse) = (new double[count], 0.0, 1 / width);
        for (var i = 0; i < count; i++)
        {
            weights[i] = filter.At((i + first - centre + 0.5) * inverse);
            sum += weights[i];
        }

        return new(first, [.. weights.Select(weight => Fixed(sum == 0 ? weight : weight / sum))]);
    }

    // Halves away from zero.
    private static int Fixed(double weight) => (int)(weight * (1 << Precision) + (weight < 0 ? -0.5 : 0.5));
}
