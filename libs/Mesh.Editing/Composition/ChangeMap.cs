using Mesh.Editing.Windows;

namespace Mesh.Editing.Composition;

/// <summary>Where and how an edit changed a picture, one number per cell of the working size.</summary>
/// <param name="Coverage">How much of the cell changed, 0 to 1.</param>
/// <param name="Near">1 in and next to a changed cell, falling to 0.</param>
/// <param name="Reach">0 where no cell that a pixel of this cell looks at is near a change.</param>
/// <param name="Novelty">1 where the edit has shapes of its own, 0 where it follows those of the source.</param>
/// <param name="Fit">The edit as a change of colours.</param>
internal sealed record ChangeMap(float[] Coverage, float[] Near, float[] Reach, float[] Novelty, AffineFit Fit)
{
    // Decoding errors of edit and source nearly cancel; what is left of them lies below the first number.
    private const float Noise = 0.06f;
    private const float Certain = 0.12f;

    // A cell half covered by a change differs half as much as its neighbour; a strong one counts as whole anyway.
    private const float StrongChange = 0.3f;

    // What a change of colours leaves unexplained.
    private const float Explained = 0.20f;
    private const float Unexplained = 0.40f;

    /// <param name="small">The source at the working size.</param>
    /// <param name="edited">The edit.</param>
    /// <param name="reconstructed">The source through the VAE.</param>
    public static ChangeMap Of(PlanarFrame small, PlanarFrame edited, PlanarFrame reconstructed)
    {
        var cells = new CellField(small.Width, small.Height);
        var difference = cells.Map(cell => (Rgb.At(edited, cell) - Rgb.At(reconstructed, cell)).Largest);
        var change = cells.Map(cell => Ramp(Noise, Certain, difference[cell]));
        var peak = cells.LargestAround(difference);
        var near = cells.LargestAround(change);

        var fit = new AffineFit(small, edited);
        var misfit = cells.Map(cell => (fit.Apply(cell, Rgb.At(small, cell)) - Rgb.At(edited, cell)).Largest);
        return new(
            cells.Map(cell => change[cell] * Share(difference[cell], peak[cell])),
            near,
            cells.LargestAround(cells.LargestAround(near)),
            cells.LargestAround(cells.LargestAround(cells.Map(cell => Ramp(Explained, Unexplained, misfit[cell])))),
            fit);
    }

    /// <summary>0 up to <paramref name="low"/>, 1 from <paramref name="high"/>, smooth between.</summary>
    public static float Ramp(float low, float high, float value)
    {
        var x = Math.Clamp((value - low) / (high - low), 0, 1);
        return x * x * (3 - 2 * x);
    }

    private static float Share(float difference, float peak) =>
        Math.Clamp(difference / Math.Max(Certain, Math.Min(peak, StrongChange)), 0, 1);
}
