using Mesh.Video;

namespace Mesh.Editing.Composition;

/// <summary>
/// Lays an edit made at a small size over the full-size source. Where the edit follows the shapes of the source, so do
/// its borders here, to the pixel; where it brings shapes of its own they are drawn crisp; every pixel away from the
/// change is the source's own.
/// </summary>
public sealed class ChangeOverlay : IComposer
{
    private const float Untouched = 0.02f;

    // How near a change a pixel must be to be drawn by it.
    private const float Outer = 0.3f;
    private const float Inner = 0.7f;

    // How many of the cells around must have the pixel's colour for them to decide.
    private const float Strange = 0.1f;
    private const float Familiar = 0.5f;

    private CellGrid? _smooth;
    private CellGrid? _sharp;

    public RgbImage Compose(EditedFrame frame)
    {
        var (source, edited) = (frame.Source, frame.Edited);
        if (_smooth is null || _smooth.Width != source.Width || _smooth.Height != source.Height)
        {
            _smooth = new(source.Width, source.Height, edited.Width, edited.Height, CellGrid.Gaussian);
            _sharp = new(source.Width, source.Height, edited.Width, edited.Height, CellGrid.Cubic);
        }

        var reconstructed = frame.Reconstructed
            ?? throw new ArgumentException("An overlay needs the reconstructed source.", nameof(frame));
        var map = ChangeMap.Of(frame.Small, edited, reconstructed);
        var (smooth, sharp, shown) = (_smooth, _sharp!, source with { Pixels = [.. source.Pixels] });
        Parallel.For(0, source.Height, y => ComposeRow(frame, map, smooth, sharp, y, shown));
        return shown;
    }

    private static void ComposeRow(
        EditedFrame frame, ChangeMap map, CellGrid smooth, CellGrid sharp, int y, RgbImage shown)
    {
        Span<int> cells = stackalloc int[CellGrid.Taps];
        Span<float> weights = stackalloc float[CellGrid.Taps];
        for (var x = 0; x < smooth.Width; x++)
        {
            var middle = smooth.Middle(x, y);
            if (map.Reach[middle] == 0)
                continue;

            smooth.Around(x, y, cells, weights);
            var near = Mean(map.Near, cells, weights);
            if (near < Untouched)
                continue;

            var pixel = shown[x, y];
            var source = Rgb.Of(pixel);
            var inside = ChangeMap.Ramp(Outer, Inner, near);
            var novelty = Math.Clamp(Mean(map.Novelty, cells, weights), 0, 1);

            var (result, known) = GuidedColour.At(frame, map, source, cells, weights, smooth.Sharpness);
            var mapped = Rgb.Mix(source, map.Fit.Apply(middle, source), inside);
            result = Rgb.Mix(mapped, result, ChangeMap.Ramp(Strange, Familiar, known));
            if (novelty > 0)
            {
                sharp.Around(x, y, cells, weights);
                var own = Rgb.Mix(source, CrispColour.At(frame.Edited, cells, weights), inside);
                result = Rgb.Mix(result, own, novelty);
            }
            result.Write(pixel);
        }
    }

    private static float Mean(float[] values, ReadOnlySpan<int> cells, ReadOnlySpan<float> weights)
    {
        var mean = 0f;
        for (var i = 0; i < cells.Length; i++)
            mean += weights[i] * values[cells[i]];
        return mean;
    }
}
