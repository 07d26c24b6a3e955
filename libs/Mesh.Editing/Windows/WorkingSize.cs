namespace Mesh.Editing.Windows;

/// <summary>The size at which the model sees a film.</summary>
/// <param name="Height">Rows that hold picture.</param>
/// <param name="Width">Columns that hold picture.</param>
/// <param name="PaddedHeight">Rows the model sees, on its grid; those beyond the picture repeat its last row.</param>
/// <param name="PaddedWidth">Columns the model sees.</param>
public readonly record struct WorkingSize(int Height, int Width, int PaddedHeight, int PaddedWidth)
{
    /// <summary>
    /// The display size itself when its area is within the model's, otherwise the same shape at the model's area.
    /// </summary>
    /// <param name="height">Display height of the film, pixels.</param>
    /// <param name="width">Display width of the film, pixels.</param>
    /// <param name="modelHeight">Height of the model's own size.</param>
    /// <param name="modelWidth">Width of the model's own size.</param>
    /// <param name="grid">Both padded sides are multiples of this.</param>
    public static WorkingSize Native(int height, int width, int modelHeight, int modelWidth, int grid)
    {
        var scale = Math.Min(1.0, Math.Sqrt((double)modelHeight * modelWidth / ((double)height * width)));
        var (h, w) = (Scaled(height, scale), Scaled(width, scale));
        return new(h, w, OnGrid(h, grid), OnGrid(w, grid));
    }

    /// <summary>The model's own size, whatever the film's: for models trained at one size only.</summary>
    public static WorkingSize Fixed(int modelHeight, int modelWidth, int grid) =>
        new(modelHeight, modelWidth, OnGrid(modelHeight, grid), OnGrid(modelWidth, grid));

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));

    private static int OnGrid(int side, int grid) => (side + grid - 1) / grid * grid;
}
