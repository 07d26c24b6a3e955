namespace Mesh.Models.QwenVl;

/// <summary>Where the patches of pictures stand, and which of them see each other.</summary>
internal sealed class VisionLayout
{
    private readonly List<long> _cells = [];
    private readonly List<long> _rows = [];
    private readonly List<long> _columns = [];
    private readonly List<long> _windows = [];
    private readonly List<long> _frames = [];
    private readonly int _merge;
    private readonly int _side;

    /// <exception cref="ArgumentException">A grid cannot be merged.</exception>
    public VisionLayout(IReadOnlyList<PatchGrid> grids, QwenVlVisionConfig config)
    {
        (_merge, _side) = (config.MergeSize, config.WindowCells);
        foreach (var grid in grids)
        {
            if (grid.Patches < 1 || grid.Rows % _merge != 0 || grid.Columns % _merge != 0)
                throw new ArgumentException($"A grid must have sides in multiples of {_merge}, got {grid}.");

            for (var step = 0; step < grid.Steps; step++)
                AddFrame(grid.Rows / _merge, grid.Columns / _merge);
        }
    }

    /// <summary>Merged cells in the order of windows: each as its index in the order in which they came.</summary>
    public IReadOnlyList<long> Cells => _cells;

    /// <summary>Row of each patch, in the order in which they came.</summary>
    public IReadOnlyList<long> Rows => _rows;

    /// <summary>Column of each patch, in the order in which they came.</summary>
    public IReadOnlyList<long> Columns => _columns;

    /// <summary>Patches of each window, in the order of windows.</summary>
    public IReadOnlyList<long> Windows => _windows;

    /// <summary>Patches of each frame; windows never cross one.</summary>
    public IReadOnlyList<long> Frames => _frames;

    private void AddFrame(int rows, int columns)
    {
        var first = (long)_cells.Count;
        _frames.Add((long)rows * columns * _merge * _merge);
        for (var cell = 0; cell < rows * columns; cell++)
            AddPatches(cell / columns * _merge, cell % columns * _merge);
        for (var top = 0; top < rows; top += _side)
        {
            for (var left = 0; left < columns; left += _side)
            {
                var (down, across) = (Math.Min(_side, rows - top), Math.Min(_side, columns - left));
                for (var cell = 0; cell < down * across; cell++)
                    _cells.Add(first + (long)(top + cell / across) * columns + left + cell % across);
                _windows.Add((long)down * across * _merge * _merge);
            }
        }
    }

    private void AddPatches(int row, int column)
    {
        for (var inside = 0; inside < _merge * _merge; inside++)
        {
            _rows.Add(row + inside / _merge);
            _columns.Add(column + inside % _merge);
        }
    }
}
