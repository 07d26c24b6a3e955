namespace Mesh.Editing.Composition;

/// <summary>Numbers on a grid of cells, row by row.</summary>
internal readonly record struct CellField(int Columns, int Rows)
{
    public float[] Map(Func<int, float> value)
    {
        var values = new float[Columns * Rows];
        for (var cell = 0; cell < values.Length; cell++)
            values[cell] = value(cell);
        return values;
    }

    /// <summary>The largest of each cell and its eight neighbours.</summary>
    public float[] LargestAround(float[] values)
    {
        var (columns, rows) = this;
        return Map(cell =>
        {
            var (x, y) = (cell % columns, cell / columns);
            var largest = 0f;
            for (var row = Math.Max(0, y - 1); row <= Math.Min(rows - 1, y + 1); row++)
            {
                for (var column = Math.Max(0, x - 1); column <= Math.Min(columns - 1, x + 1); column++)
                    largest = Math.Max(largest, values[row * columns + column]);
            }
            return largest;
        });
    }
}
