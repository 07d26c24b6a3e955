using Mesh.Editing.Windows;

namespace Mesh.Editing.Composition;

/// <summary>The edited colour that prevails around a pixel: enlarges flat shapes without blur.</summary>
/// <remarks>Comaniciu and Meer 2002, "Mean Shift", section 4, over the colours of the cells around.</remarks>
internal static class CrispColour
{
    private const float Range = 0.15f;  // edited colours this far apart belong to different things
    private const int Steps = 3;

    /// <param name="edited">The edit at the working size.</param>
    /// <param name="cells">The cells around the pixel.</param>
    /// <param name="weights">How they interpolate to the pixel, summing to 1.</param>
    public static Rgb At(PlanarFrame edited, ReadOnlySpan<int> cells, ReadOnlySpan<float> weights)
    {
        var colour = default(Rgb);
        for (var i = 0; i < cells.Length; i++)
            colour += weights[i] * Rgb.At(edited, cells[i]);

        for (var step = 0; step < Steps; step++)
        {
            var (sum, next) = (0f, default(Rgb));
            foreach (var cell in cells)
            {
                var other = Rgb.At(edited, cell);
                var weight = MathF.Exp(-(colour - other).Square / (2 * Range * Range));
                (sum, next) = (sum + weight, next + weight * other);
            }
            if (sum > 0)
                colour = 1 / sum * next;
        }
        return colour;
    }
}
