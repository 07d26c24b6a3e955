using Mesh.Perception.Archives;
using Mesh.Video;
using Mesh.Video.Perception;
using static TorchSharp.torch;

namespace Mesh.Perception.Tasks;

/// <summary>Task "embed": x [B, 3, H, W] to vectors [B, C]; a clip is the mean direction of its frames.</summary>
public sealed class ArchiveEmbedder(ScriptNetwork network) : IClipEmbedder
{
    private readonly ScriptNetwork _network = network.Require("embed", inputs: 1, outputs: 1);

    /// <inheritdoc/>
    public string Name => _network.Name;

    /// <inheritdoc/>
    public int Dimensions => (int)(_network.Outputs[0].Shape[^1].Fixed
        ?? throw new PerceptionException($"{Name}: the length of its vectors must be a number in the manifest."));

    /// <inheritdoc/>
    public float[] Embed(IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default)
    {
        FrameBatches.Require(frames);
        using var scope = NewDisposeScope();
        var sum = zeros(Dimensions);
        foreach (var batch in frames.Chunk(_network.Manifest.Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            var vectors = _network.Call(PreparedFrames.Of(batch, _network.Manifest).Pixels)[0].cpu();
            sum.add_(Unit(vectors).sum(dim: 0));
        }
        return Unit(sum).data<float>().ToArray();
    }

    private static Tensor Unit(Tensor x) => x / x.norm(-1, keepdim: true).clamp_min(1e-12);
}
