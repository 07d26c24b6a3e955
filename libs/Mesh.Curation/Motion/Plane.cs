namespace Mesh.Curation.Motion;

/// <summary>Luma as floats, rows from top to bottom, and the same at half the size, and again.</summary>
internal sealed class Plane
{
    /// <summary>Smallest side of a coarser level: windows must fit.</summary>
    private const int LeastSide = 20;

    private Plane(int width, int height, float[] values) =>
        (Width, Height, Values, Coarser) = (width, height, values, Half(width, height, values));

    public int Width { get; }

    public int Height { get; }

    public float[] Values { get; }

    /// <summary>Null for the coarsest.</summary>
    public Plane? Coarser { get; }

    public static Plane Of(int width, int height, ReadOnlySpan<byte> luma)
    {
        var values = GC.AllocateUninitializedArray<float>(width * height);
        for (var i = 0; i < values.Length; i++)
            values[i] = luma[i];
        return new(width, height, values);
    }

    private static Plane? Half(int width, int height, float[] values)
    {
        var (w, h) = (width / 2, height / 2);
        if (w < LeastSide || h < LeastSide)
            return null;
        var half = GC.AllocateUninitializedArray<float>(w * h);
        for (var y = 0; y < h; y++)
        {
            var upper = values.AsSpan(2 * y * width, 2 * w);
            var lower = values.AsSpan((2 * y + 1) * width, 2 * w);
            for (var x = 0; x < w; x++)
                half[y * w + x] = (upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1]) / 4;
        }
        return new(w, h, half);
    }
}
