using Mesh.Perception.Archives;
using Mesh.Video;
using Mesh.Video.Perception;
using static TorchSharp.torch;

namespace Mesh.Perception.Tasks;

/// <summary>
/// Task "track": video [1, T, 3, H, W] and points [1, N, 3] of (frame, x, y) to places [1, T, N, 2] and visibility
/// [1, T, N]. All places are pixels of the network's input.
/// </summary>
public sealed class ArchiveTracker(ScriptNetwork network) : IPointTracker
{
    private const double Visible = 0.5;

    private readonly ScriptNetwork _network = network.Require("track", inputs: 2, outputs: 2);

    /// <inheritdoc/>
    public string Name => _network.Name;

    /// <inheritdoc/>
    public IReadOnlyList<PointTrack> Track(
        IReadOnlyList<RgbImage> frames, IReadOnlyList<TrackPoint> points, CancellationToken cancellation = default)
    {
        var size = FrameBatches.Require(frames, least: 2);
        foreach (var point in points)
            RequireInside(point, frames.Count, size);
        if (points.Count == 0)
            return [];

        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var prepared = PreparedFrames.Of(frames, _network.Manifest);
        var across = new PixelScale(size.Width, prepared.Size.Width, _network.Manifest.Pre.AlignCorners);
        var down = new PixelScale(size.Height, prepared.Size.Height, _network.Manifest.Pre.AlignCorners);
        float[] queries = [.. points.SelectMany(point =>
            new[] { point.Frame, across.There(point.X), down.There(point.Y) })];
        var outputs = _network.Call(prepared.Pixels.unsqueeze(0), tensor(queries, [1L, points.Count, 3]));

        var places = outputs[0].cpu().contiguous().data<float>().ToArray();      // T, N, 2
        var visible = outputs[1].cpu().contiguous().data<float>().ToArray();     // T, N
        var threshold = _network.Post("visible", Visible);
        return [.. Enumerable.Range(0, points.Count).Select(n => new PointTrack(
            [.. Enumerable.Range(0, frames.Count).Select(t => t * points.Count + n).Select(at => new TrackedPoint(
                across.Back(places[2 * at]), down.Back(places[2 * at + 1]), visible[at] > threshold))]))];
    }

    private static void RequireInside(TrackPoint point, int frames, PixelSize size)
    {
        if (point.Frame < 0 || point.Frame >= frames
            || !(point.X >= -0.5 && point.X <= size.Width - 0.5 && point.Y >= -0.5 && point.Y <= size.Height - 0.5))
        {
            throw new ArgumentException($"{point} is outside of {frames} frames of {size}.", nameof(point));
        }
    }
}

/// <summary>Places along one side of a picture that is resized; the middle of the first pixel is 0.</summary>
/// <param name="From">Pixels before.</param>
/// <param name="To">Pixels afterwards.</param>
/// <param name="AlignCorners">Whether the first and last pixels stay on each other.</param>
internal readonly record struct PixelScale(int From, int To, bool AlignCorners)
{
    public float There(float x) => AlignCorners ? x * Ratio : (x + 0.5f) * Ratio - 0.5f;

    public float Back(float x) => AlignCorners ? x / Ratio : (x + 0.5f) / Ratio - 0.5f;

    private float Ratio => AlignCorners && From > 1 && To > 1 ? (To - 1f) / (From - 1) : (float)To / From;
}
