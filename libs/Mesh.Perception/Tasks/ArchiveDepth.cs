using Mesh.Perception.Archives;
using Mesh.Video;
using Mesh.Video.Perception;
using static TorchSharp.torch;

namespace Mesh.Perception.Tasks;

/// <summary>Task "depth": x [B, 3, H, W] to relative inverse depth [B, H, W].</summary>
public sealed class ArchiveDepth(ScriptNetwork network) : IDepthEstimator
{
    private readonly ScriptNetwork _network = network.Require("depth", inputs: 1, outputs: 1);

    /// <inheritdoc/>
    public string Name => _network.Name;

    /// <inheritdoc/>
    public IReadOnlyList<DepthMap> Estimate(
        IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default)
    {
        var size = FrameBatches.Require(frames);
        var maps = new List<DepthMap>();
        foreach (var batch in frames.Chunk(_network.Manifest.Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var prepared = PreparedFrames.Of(batch, _network.Manifest);
            var depth = _network.Call(prepared.Pixels)[0].cpu().unsqueeze(1);
            var numbers = prepared.Restored(depth, size).clamp_min(0).contiguous().data<float>().ToArray();
            maps.AddRange(numbers.Chunk(size.Width * size.Height)
                .Select(map => new DepthMap(size.Width, size.Height, map)));
        }
        return maps;
    }
}
