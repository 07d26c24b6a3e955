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
    /// <param name="videoTokens">Keys before the text; all are seen.</param>
    /// <param name="dtype">Element type of the scores.</param>
    /// <returns>[B, 1, 1, videoTokens + Lt].</returns>
    public static Tensor Joint(Tensor visible, long videoTokens, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var video = ones([visible.shape[0], videoTokens], visible.dtype, visible.device);
        return KeyMask.Additive(cat([video, visible], 1), dtype).MoveToOuterDisposeScope();
    }
}
