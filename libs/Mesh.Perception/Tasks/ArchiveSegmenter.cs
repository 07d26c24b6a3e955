using Mesh.Perception.Archives;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Perception.Tasks;

/// <summary>
/// Task "segment": x [B, 3, H, W], points [B, N, 2] in pixels of the input and labels [B, N] to mask logits
/// [B, 1, h, w].
/// </summary>
public sealed class ArchiveSegmenter(ScriptNetwork network)
{
    private readonly ScriptNetwork _network = network.Require("segment", inputs: 3, outputs: 1);

    /// <summary>What made the masks, with its version.</summary>
    public string Name => _network.Name;

    /// <param name="frame">A picture.</param>
    /// <param name="points">Places in pixels, and whether each belongs to what is wanted.</param>
    /// <returns>Height * Width values: true where the mask is.</returns>
    /// <exception cref="ArgumentException">There is no point.</exception>
    public bool[] Segment(RgbImage frame, IReadOnlyList<(float X, float Y, bool Inside)> points)
    {
        if (points.Count == 0)
            throw new ArgumentException("At least one point is needed.", nameof(points));

        using var scope = NewDisposeScope();
        var prepared = PreparedFrames.Of([frame], _network.Manifest);
        var across = new PixelScale(frame.Width, prepared.Size.Width, _network.Manifest.Pre.AlignCorners);
        var down = new PixelScale(frame.Height, prepared.Size.Height, _network.Manifest.Pre.AlignCorners);
        var places = tensor(
            [.. points.SelectMany(point => new[] { across.There(point.X), down.There(point.Y) })],
            [1L, points.Count, 2]);
        var labels = tensor([.. points.Select(point => point.Inside ? 1L : 0)], [1L, points.Count]);
        var logits = _network.Call(prepared.Pixels, places, labels)[0].cpu();
        var whole = nn.functional.interpolate(
            logits, size: [prepared.PaddedHeight, prepared.PaddedWidth], mode: InterpolationMode.Bilinear,
            align_corners: false);
        return prepared.Restored(whole, new(frame.Width, frame.Height)).gt(_network.Post("mask_logit", 0))
            .contiguous().data<bool>().ToArray();
    }
}
