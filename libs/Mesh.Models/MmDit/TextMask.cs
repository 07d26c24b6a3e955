using TorchSharp;
using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Models.MmDit;

/// <summary>Which text tokens are real.</summary>
internal static class TextMask
{
    /// <param name="mask">1 for a real token, [B, Lt].</param>
    /// <returns>The mask, or null when every token is real: attention without a mask is faster and the same.</returns>
    public static Tensor? Visible(Tensor mask)
    {
        using var scope = NewDisposeScope();
        return (mask != 0).all().ToBoolean() ? null : mask;
    }

    /// <param name="visible">[B, Lt].</param>
    /// <param name="streams">Streams of video; all their tokens are seen.</param>
    /// <param name="tokens">Tokens of one stream.</param>
    /// <param name="shards">Keys come rank by rank, on each the video before the text.</param>
    /// <param name="dtype">Element type of the scores.</param>
    /// <returns>[B, 1, 1, streams * tokens + Lt].</returns>
    public static Tensor Joint(Tensor visible, long streams, long tokens, ITokenShards shards, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var keys = new List<Tensor>();
        for (var rank = 0; rank < shards.Ranks; rank++)
        {
            var video = streams * shards.Share(tokens, rank).Count;
            var (start, count) = shards.Share(visible.shape[1], rank);
            keys.Add(ones([visible.shape[0], video], visible.dtype, visible.device));
            keys.Add(visible.narrow(1, start, count));
        }
        return KeyMask.Additive(cat(keys, 1), dtype).MoveToOuterDisposeScope();
    }
}
