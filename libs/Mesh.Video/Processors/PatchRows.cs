namespace Mesh.Video.Processors;

/// <summary>A picture as rows of patches, in the order in which Qwen2-VL merges them.</summary>
public static class PatchRows
{
    private const int Channels = 3;

    /// <param name="pixels">Channels, rows, columns.</param>
    /// <param name="size">Of the picture; each side is a multiple of patch * merge.</param>
    /// <param name="patch">Pixels of a patch's side.</param>
    /// <param name="merge">Patches of a merged cell's side: they follow one another.</param>
    /// <param name="copies">How often each patch is repeated, as if it were that many frames.</param>
    /// <returns>One row per patch, 3 * copies * patch * patch numbers each.</returns>
    /// <exception cref="ArgumentException">The sides are no multiples.</exception>
    public static float[] Of(float[] pixels, PixelSize size, int patch = 14, int merge = 2, int copies = 2) =>
        Of([.. Enumerable.Repeat(pixels, copies)], size, patch, merge);

    /// <summary>Successive frames of a video as one layer of patches, each as deep as there are frames.</summary>
    /// <param name="frames">Channels, rows, columns of each.</param>
    /// <param name="size">Of a frame; each side is a multiple of patch * merge.</param>
    /// <param name="patch">Pixels of a patch's side.</param>
    /// <param name="merge">Patches of a merged cell's side: they follow one another.</param>
    /// <returns>One row per patch, 3 * frames * patch * patch numbers each.</returns>
    /// <exception cref="ArgumentException">The sides are no multiples.</exception>
    public static float[] Of(IReadOnlyList<float[]> frames, PixelSize size, int patch = 14, int merge = 2)
    {
        var cell = patch * merge;
        if (size.Width % cell != 0 || size.Height % cell != 0)
            throw new ArgumentException($"Sides must be multiples of {cell}, got {size}.", nameof(size));

        var rows = new float[Channels * frames.Count * size.Width * size.Height];
        var at = 0;
        for (var top = 0; top < size.Height; top += cell)
        {
            for (var left = 0; left < size.Width; left += cell)
            {
                for (var inside = 0; inside < merge * merge; inside++)
                {
                    var (y, x) = (top + inside / merge * patch, left + inside % merge * patch);
                    at = Patch(frames, size, x, y, patch, rows, at);
                }
            }
        }

        return rows;
    }

    private static int Patch(
        IReadOnlyList<float[]> frames, PixelSize size, int left, int top, int patch, float[] rows, int at)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var line = 0; line < frames.Count * patch; line++, at += patch)
            {
                var from = (channel * size.Height + top + line % patch) * size.Width + left;
                frames[line / patch].AsSpan(from, patch).CopyTo(rows.AsSpan(at));
            }
        }

        return at;
    }
}
