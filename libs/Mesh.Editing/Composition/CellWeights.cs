namespace Mesh.Editing.Composition;

/// <summary>Which cells of a coarse axis surround each pixel of a fine one, and how near they are.</summary>
internal sealed class CellWeights
{
    /// <summary>Cells that a pixel looks at along one axis.</summary>
    public const int Taps = 5;

    private readonly int[] _cells;
    private readonly float[] _weights;

    /// <param name="pixels">Length of the fine axis.</param>
    /// <param name="cells">Length of the coarse axis over the same extent.</param>
    /// <param name="kernel">Weight of a cell by its distance in cells.</param>
    public CellWeights(int pixels, int cells, Func<float, float> kernel)
    {
        (_cells, _weights) = (new int[pixels * Taps], new float[pixels * Taps]);
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var place = (pixel + 0.5f) * cells / pixels - 0.5f;
            var middle = (int)MathF.Round(place);
            var weights = _weights.AsSpan(pixel * Taps, Taps);
            for (var tap = 0; tap < Taps; tap++)
            {
                var cell = middle + tap - Taps / 2;
                _cells[pixel * Taps + tap] = Math.Clamp(cell, 0, cells - 1);
                weights[tap] = kernel(MathF.Abs(place - cell));
            }

            var sum = 0f;
            foreach (var weight in weights)
                sum += weight;
            foreach (ref var weight in weights)
                weight /= sum;
        }
    }

    /// <summary>The cells around a pixel; those beyond the border are the border's.</summary>
    public ReadOnlySpan<int> Cells(int pixel) => _cells.AsSpan(pixel * Taps, Taps);

    /// <summary>How much each of them counts, summing to 1.</summary>
    public ReadOnlySpan<float> Weights(int pixel) => _weights.AsSpan(pixel * Taps, Taps);
}
