namespace Mesh.Editing.Composition;

/// <summary>An edit along the borders of the source: cells around with the pixel's own colour decide.</summary>
/// <remarks>Kopf et al. 2007, "Joint Bilateral Upsampling", section 3.</remarks>
internal static class GuidedColour
{
    private const float Range = 0.08f;  // source colours this far apart belong to different things
    private const float Any = 1e-4f;    // a colour that no cell around has still needs an answer

    /// <param name="frame">Source and edit.</param>
    /// <param name="map">What changed.</param>
    /// <param name="source">The pixel's own colour.</param>
    /// <param name="cells">The cells around it.</param>
    /// <param name="weights">How near they are, summing to 1.</param>
    /// <param name="sharpness">Half the width of a border, in coverage.</param>
    /// <returns>The edited colour, and the weight of the cells that have the pixel's own colour, 0 to 1.</returns>
    public static (Rgb Colour, float Known) At(
        EditedFrame frame, ChangeMap map, Rgb source, ReadOnlySpan<int> cells, ReadOnlySpan<float> weights,
        float sharpness)
    {
        var (known, sum, covered, shares, colour) = (0f, 0f, 0f, 0f, default(Rgb));
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = cells[i];
            var alike = MathF.Exp(-(source - Rgb.At(frame.Small, cell)).Square / (2 * Range * Range));
            var weight = weights[i] * (alike + Any);
            var coverage = map.Coverage[cell];

            // Whole cells know the colour best, and more of them average their errors out: hence the wider weight.
            var share = MathF.Sqrt(weights[i]) * (alike + Any) * (coverage * coverage + Any / 10);
            known += weights[i] * alike;
            (sum, covered) = (sum + weight, covered + weight * coverage);
            (shares, colour) = (shares + share, colour + share * Rgb.At(frame.Edited, cell));
        }
        var alpha = ChangeMap.Ramp(0.5f - sharpness, 0.5f + sharpness, covered / sum);
        return (Rgb.Mix(source, 1 / shares * colour, alpha), known);
    }
}
