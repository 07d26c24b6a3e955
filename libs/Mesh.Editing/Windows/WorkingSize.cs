namespace Mesh.Editing.Windows;

/// <summary>The size at which the model sees a film.</summary>
/// <param name="Height">Rows that hold picture.</param>
/// <param name="Width">Columns that hold picture.</param>
/// <param name="PaddedHeight">Rows the model sees, on its grid; those beyond the picture repeat its last row.</param>
/// <param name="PaddedWidth">Columns the model sees.</param>
public readonly record struct WorkingSize(int Height, int Width, int PaddedHeight, int PaddedWidth)
{
    /// <summary>
    /// Whether the picture is the middle of the film, resized until it covers the size; false is the whole of it.
    /// </summary>
    public bool IsCrop { get; init; }

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

    /// <summary>The model's own size, upright or across as the film is, for the middle of the film.</summary>
    /// <inheritdoc cref="Native"/>
    public static WorkingSize Cover(int height, int width, int modelHeight, int modelWidth, int grid)
    {
        var isTurned = height > width != modelHeight > modelWidth && height != width;
        var (h, w) = isTurned ? (modelWidth, modelHeight) : (modelHeight, modelWidth);
        return new WorkingSize(OnGrid(h, grid), OnGrid(w, grid), OnGrid(h, grid), OnGrid(w, grid)) { IsCrop = true };
    }

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));

    private static int OnGrid(int side, int grid) => (side + grid - 1) / grid * grid;
}
