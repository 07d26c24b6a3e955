namespace Mesh.Editing.Composition;

/// <summary>The cells of a working-size picture as seen from the pixels of the full-size one.</summary>
internal sealed class CellGrid(int width, int height, int cellColumns, int cellRows, Func<float, float> kernel)
{
    /// <summary>Cells that a pixel looks at.</summary>
    public const int Taps = CellWeights.Taps * CellWeights.Taps;

    // In cells: wide enough to bridge to the next cell, narrow enough to keep the nearest in charge.
    private const float Spread = 0.7f;

    private readonly CellWeights _columns = new(width, cellColumns, kernel);
    private readonly CellWeights _rows = new(height, cellRows, kernel);

    public int Width => width;

    public int Height => height;

    /// <summary>Half the width, in coverage of a cell, of a border that is one pixel wide on the screen.</summary>
    public float Sharpness { get; } = Math.Clamp((float)cellColumns / width, 0.05f, 0.5f);

    /// <summary>Falls smoothly with distance and is never negative.</summary>
    public static float Gaussian(float distance) => MathF.Exp(-distance * distance / (2 * Spread * Spread));

    /// <summary>Keeps edges: the cubic kernel with a = -0.5.</summary>
    /// <remarks>Keys 1981, "Cubic Convolution Interpolation for Digital Image Processing".</remarks>
    public static float Cubic(float distance) => distance switch
    {
        < 1 => (1.5f * distance - 2.5f) * distance * distance + 1,
        < 2 => ((-0.5f * distance + 2.5f) * distance - 4) * distance + 2,
        _ => 0,
    };

    /// <summary>The cell a pixel lies in.</summary>
    public int Middle(int x, int y) =>
        _rows.Cells(y)[CellWeights.Taps / 2] * cellColumns + _columns.Cells(x)[CellWeights.Taps / 2];

    /// <summary>Fills the cells around a pixel and how near they are.</summary>
    /// <param name="x">Column of the pixel.</param>
    /// <param name="y">Row of the pixel.</param>
    /// <param name="cells">Indices of the cells, Taps of them.</param>
    /// <param name="weights">How much each counts, summing to 1, Taps of them.</param>
    public void Around(int x, int y, Span<int> cells, Span<float> weights)
    {
        var columns = _columns.Cells(x);
        var rows = _rows.Cells(y);
        var across = _columns.Weights(x);
        var down = _rows.Weights(y);
        for (int row = 0, at = 0; row < CellWeights.Taps; row++)
        {
            for (var column = 0; column < CellWeights.Taps; column++, at++)
            {
                cells[at] = rows[row] * cellColumns + columns[column];
                weights[at] = down[row] * across[column];
            }
        }
    }
}
