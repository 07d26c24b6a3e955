using Mesh.Perception.Archives;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Perception.Tasks;

/// <summary>
/// Task "score": x [B, 3, H, W] to one number per frame, [B, 1]; its range is in the manifest's "post".
/// </summary>
public sealed class ArchiveScorer(ScriptNetwork network)
{
    private readonly ScriptNetwork _network = network.Require("score", inputs: 1, outputs: 1);

    /// <summary>What made the scores, with its version.</summary>
    public string Name => _network.Name;

    /// <param name="frames">At least one, all of one size.</param>
    /// <param name="cancellation">Ends the work between batches.</param>
    /// <returns>One number for each frame.</returns>
    /// <exception cref="ArgumentException">There is no frame, or the sizes differ.</exception>
    public IReadOnlyList<double> Score(IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default)
    {
        FrameBatches.Require(frames);
        var scores = new List<double>();
        foreach (var batch in frames.Chunk(_network.Manifest.Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var output = _network.Call(PreparedFrames.Of(batch, _network.Manifest).Pixels)[0];
            scores.AddRange(output.cpu().contiguous().data<float>().ToArray().Select(score => (double)score));
        }
        return scores;
    }
}
