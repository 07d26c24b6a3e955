using Mesh.Perception.Archives;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Perception.Tasks;

/// <summary>Task "flow": two frames, each [B, 3, H, W], to the motion between them in pixels, [B, 2, H, W].</summary>
public sealed class ArchiveFlow(ScriptNetwork network)
{
    private readonly ScriptNetwork _network = network.Require("flow", inputs: 2, outputs: 1);

    /// <summary>What made the fields, with its version.</summary>
    public string Name => _network.Name;

    /// <param name="frames">At least two, all of one size, in the order in which they are shown.</param>
    /// <param name="cancellation">Ends the work between batches.</param>
    /// <returns>Motion from each frame to the next: one field fewer than frames.</returns>
    /// <exception cref="ArgumentException">Too few frames, or sizes that differ.</exception>
    public IReadOnlyList<FlowField> Between(
        IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default)
    {
        var size = FrameBatches.Require(frames, least: 2);
        var fields = new List<FlowField>();
        for (var first = 0; first < frames.Count - 1; first += _network.Manifest.Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = Math.Min(_network.Manifest.Batch, frames.Count - 1 - first);
            var prepared = PreparedFrames.Of(frames.Skip(first).Take(count + 1), _network.Manifest);
            var flow = _network.Call(
                prepared.Pixels.narrow(0, 0, count), prepared.Pixels.narrow(0, 1, count))[0].cpu();
            var scale = tensor(
                new[] { (float)size.Width / prepared.Size.Width, (float)size.Height / prepared.Size.Height })
                .view(1, 2, 1, 1);
            var restored = (prepared.Restored(flow, size) * scale).permute(0, 2, 3, 1).contiguous();
            fields.AddRange(restored.data<float>().ToArray().Chunk(2 * size.Width * size.Height)
                .Select(vectors => new FlowField(size.Width, size.Height, vectors)));
        }
        return fields;
    }
}

/// <summary>Where every pixel of a frame goes in the next one.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Vectors">Rows from top to bottom, (x, y) of each pixel, in pixels.</param>
public sealed record FlowField(int Width, int Height, float[] Vectors)
{
    /// <summary>Mean length of the vectors, pixels.</summary>
    public double MeanMotion =>
        Vectors.Chunk(2).Average(vector => Math.Sqrt((double)vector[0] * vector[0] + (double)vector[1] * vector[1]));
}
