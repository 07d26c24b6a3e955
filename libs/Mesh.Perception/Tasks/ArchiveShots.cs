using Mesh.Perception.Archives;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Perception.Tasks;

/// <summary>
/// Task "shots": bytes [B, T, H, W, 3] to the logit of a cut behind each frame, [B, T, 1]. Windows of "count" frames
/// are "step" apart; only their middle counts, and the ends of a film are repeated.
/// </summary>
/// <remarks>Souček and Lokoč 2020 (TransNet V2), arXiv:2008.04838.</remarks>
public sealed class ArchiveShots(ScriptNetwork network)
{
    private readonly ScriptNetwork _network = network.Require("shots", inputs: 1, outputs: 1);

    /// <summary>What found the shots, with its version.</summary>
    public string Name => _network.Name;

    /// <param name="frames">At least one, all of one size, in the order in which they are shown.</param>
    /// <param name="cancellation">Ends the work between windows.</param>
    /// <returns>Probability of a cut behind each frame.</returns>
    /// <exception cref="ArgumentException">There is no frame, or the sizes differ.</exception>
    public IReadOnlyList<double> Probabilities(
        IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default)
    {
        FrameBatches.Require(frames);
        var (count, step) = ((int)_network.Post("count", 100), (int)_network.Post("step", 50));
        var margin = (count - step) / 2;
        using var scope = NewDisposeScope();
        var pixels = PreparedFrames.Of(frames, _network.Manifest).Pixels
            .round().clamp(0, 255).to(ScalarType.Byte).permute(0, 2, 3, 1).contiguous();
        var result = new List<double>();
        for (var first = -margin; first + margin < frames.Count; first += step)
        {
            cancellation.ThrowIfCancellationRequested();
            long[] window = [.. Enumerable.Range(first, count).Select(i => (long)Math.Clamp(i, 0, frames.Count - 1))];
            var logits = _network.Call(pixels.index_select(0, tensor(window)).unsqueeze(0))[0];
            var middle = logits.flatten().narrow(0, margin, step).sigmoid().cpu().data<float>().ToArray();
            result.AddRange(middle.Select(probability => (double)probability));
        }
        return result[..frames.Count];
    }

    /// <summary>First frames of the shots, 0 among them.</summary>
    /// <inheritdoc cref="Probabilities"/>
    public IReadOnlyList<int> Shots(IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default)
    {
        var threshold = _network.Post("threshold", 0.5);
        var cuts = Probabilities(frames, cancellation);
        return [0, .. Enumerable.Range(1, frames.Count - 1)
            .Where(i => cuts[i - 1] > threshold && !(i > 1 && cuts[i - 2] > threshold))];
    }
}
