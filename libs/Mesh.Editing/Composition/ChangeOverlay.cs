using Mesh.Editing.Windows;
using Mesh.Video;

namespace Mesh.Editing.Composition;

/// <summary>
/// Lays an edit made at a small size over the full-size source. Where the edit follows the shapes of the source, so do
/// its borders here, to the pixel; where it brings shapes of its own they are drawn crisp; every pixel away from the
/// change is the source's own.
/// </summary>
/// <remarks>
/// Joint bilateral upsampling: Kopf et al. 2007. Mode seeking: Comaniciu and Meer 2002, "Mean Shift", section 4.
/// </remarks>
public sealed class ChangeOverlay : IComposer
{
    private const float GuideRange = 0.08f;  // source colours this far apart belong to different things
    private const float ModeRange = 0.15f;   // edited colours this far apart do
    private const int ModeSteps = 3;
    private const float Untouched = 0.02f;
    private const int Cells = CellWeights.Taps * CellWeights.Taps;

    private CellGrid? _grid;
    private CellGrid? _sharp;

    public RgbImage Compose(EditedFrame frame)
    {
        var (source, edited) = (frame.Source, frame.Edited);
        if (_grid is null || _grid.Width != source.Width || _grid.Height != source.Height)
        {
            _grid = new(source.Width, source.Height, edited.Width, edited.Height, CellGrid.Gaussian);
            _sharp = new(source.Width, source.Height, edited.Width, edited.Height, CellGrid.Cubic);
        }

        var reconstructed = frame.Reconstructed
            ?? throw new ArgumentException("An overlay needs the reconstructed source.", nameof(frame));
        var map = ChangeMap.Of(frame.Small, edited, reconstructed);
        var (grid, sharp, shown) = (_grid, _sharp!, source with { Pixels = [.. source.Pixels] });
        Parallel.For(0, source.Height, y => ComposeRow(frame, map, grid, sharp, y, shown));
        return shown;
    }

    private static void ComposeRow(
        EditedFrame frame, ChangeMap map, CellGrid grid, CellGrid sharp, int y, RgbImage shown)
    {
        Span<int> cells = stackalloc int[Cells];
        Span<float> weights = stackalloc float[Cells];
        Span<float> cubic = stackalloc float[Cells];
        var sharpness = Sharpness(grid);
        for (var x = 0; x < grid.Width; x++)
        {
            if (map.Reach[grid.Middle(x, y)] == 0)
                continue;

            grid.Around(x, y, cells, weights);
            var near = Mean(map.Near, cells, weights);
            if (near < Untouched)
                continue;

            var pixel = shown[x, y];
            var source = Rgb.Of(pixel);
            var novelty = Math.Clamp(Mean(map.Novelty, cells, weights), 0, 1);
            var result = novelty < 1 ? Follow(frame, map, source, cells, weights, sharpness) : source;
            if (novelty > 0)
            {
                sharp.Around(x, y, cells, cubic);
                var own = Rgb.Mix(source, Crisp(frame.Edited, cells, cubic), ChangeMap.Ramp(0.3f, 0.7f, near));
                result = Rgb.Mix(result, own, novelty);
            }
            result.Write(pixel);
        }
    }

    /// <summary>The edit along the borders of the source: nearby cells of the pixel's own colour decide.</summary>
    private static Rgb Follow(
        EditedFrame frame, ChangeMap map, Rgb source, Span<int> cells, Span<float> weights, float sharpness)
    {
        const float any = 1e-4f;  // a colour that no cell around has still needs an answer
        var (sum, covered, shares, colour) = (0f, 0f, 0f, default(Rgb));
        for (var i = 0; i < Cells; i++)
        {
            var cell = cells[i];
            var distance = (source - Rgb.At(frame.Small, cell)).Square / (2 * GuideRange * GuideRange);
            var weight = weights[i] * (MathF.Exp(-distance) + any);
            var coverage = map.Coverage[cell];
            var share = weight * (coverage * coverage + any / 10);  // whole cells know the colour best
            (sum, covered) = (sum + weight, covered + weight * coverage);
            (shares, colour) = (shares + share, colour + share * Rgb.At(frame.Edited, cell));
        }
        var alpha = ChangeMap.Ramp(0.5f - sharpness, 0.5f + sharpness, covered / sum);
        return Rgb.Mix(source, 1 / shares * colour, alpha);
    }

    /// <summary>The edited colour that prevails around the pixel.</summary>
    private static Rgb Crisp(PlanarFrame edited, Span<int> cells, Span<float> weights)
    {
        var colour = default(Rgb);
        for (var i = 0; i < Cells; i++)
            colour += weights[i] * Rgb.At(edited, cells[i]);

        for (var step = 0; step < ModeSteps; step++)
        {
            var (sum, next) = (0f, default(Rgb));
            for (var i = 0; i < Cells; i++)
            {
                var other = Rgb.At(edited, cells[i]);
                var weight = MathF.Exp(-(colour - other).Square / (2 * ModeRange * ModeRange));
                (sum, next) = (sum + weight, next + weight * other);
            }
            if (sum > 0)
                colour = 1 / sum * next;
        }
        return colour;
    }

    // Half the width, in coverage, of a border that is one pixel wide on the screen.
    private static float Sharpness(CellGrid grid) =>
        Math.Clamp((float)grid.CellColumns / grid.Width, 0.05f, 0.5f);

    private static float Mean(float[] values, Span<int> cells, Span<float> weights)
    {
        var mean = 0f;
        for (var i = 0; i < Cells; i++)
            mean += weights[i] * values[cells[i]];
        return mean;
    }
}
