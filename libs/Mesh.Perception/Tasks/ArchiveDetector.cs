using Mesh.Perception.Archives;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Perception.Tasks;

/// <summary>
/// Task "detect": x [B, 3, H, W] on a fixed canvas, its mask [B, H, W] and token ids [B, L] to logits [B, Q, L] and
/// boxes [B, Q, 4] of (centre x, centre y, width, height) from 0 to 1 of the canvas.
/// </summary>
public sealed class ArchiveDetector(ScriptNetwork network)
{
    private readonly ScriptNetwork _network = network.Require("detect", inputs: 3, outputs: 2);

    /// <summary>What found the objects, with its version.</summary>
    public string Name => _network.Name;

    /// <param name="frame">A picture.</param>
    /// <param name="ids">Token ids of what is looked for, as the network's tokenizer makes them.</param>
    /// <returns>Boxes in pixels of the frame, the surest first.</returns>
    /// <exception cref="PerceptionException">The prepared frame is larger than the canvas.</exception>
    public IReadOnlyList<DetectedBox> Detect(RgbImage frame, IReadOnlyList<long> ids)
    {
        using var scope = NewDisposeScope();
        var prepared = PreparedFrames.Of([frame], _network.Manifest);
        var (height, width) = (Side(^2, prepared.PaddedHeight), Side(^1, prepared.PaddedWidth));
        if (prepared.PaddedHeight > height || prepared.PaddedWidth > width)
            throw new PerceptionException($"{Name}: a frame of {prepared.Size} does not fit {width}x{height}.");

        var canvas = nn.functional.pad(
            prepared.Pixels, [0, width - prepared.PaddedWidth, 0, height - prepared.PaddedHeight]);
        var mask = zeros([1, height, width], ScalarType.Int64);
        mask.narrow(1, 0, prepared.PaddedHeight).narrow(2, 0, prepared.PaddedWidth).fill_(1);
        var outputs = _network.Call(canvas, mask, tensor(ids.ToArray(), [1L, ids.Count]));
        var scores = outputs[0].squeeze(0).sigmoid().cpu();
        var (best, token) = scores.max(1);
        return Boxes(
            best.data<float>().ToArray(), token.data<long>().ToArray(),
            outputs[1].cpu().contiguous().data<float>().ToArray(),
            (float)width * frame.Width / prepared.Size.Width, (float)height * frame.Height / prepared.Size.Height);
    }

    private List<DetectedBox> Boxes(float[] scores, long[] tokens, float[] boxes, float width, float height)
    {
        var threshold = _network.Post("box", 0.3);
        return [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] > threshold)
            .Select(i => Box(boxes.AsSpan(4 * i, 4), scores[i], (int)tokens[i]))
            .OrderByDescending(box => box.Score)];

        DetectedBox Box(ReadOnlySpan<float> box, float score, int token) => new(
            (box[0] - box[2] / 2) * width, (box[1] - box[3] / 2) * height, box[2] * width, box[3] * height, score,
            token);
    }

    private long Side(Index side, long otherwise) =>
        _network.Inputs[0].Shape[side.GetOffset(_network.Inputs[0].Shape.Count)].Fixed ?? otherwise;
}

/// <summary>An object in a frame.</summary>
/// <param name="X">Left side, pixels.</param>
/// <param name="Y">Upper side, pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Token">Index of the token that fits best.</param>
public sealed record DetectedBox(float X, float Y, float Width, float Height, float Score, int Token);
