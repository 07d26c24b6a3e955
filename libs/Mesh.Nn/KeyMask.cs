using static TorchSharp.torch;

namespace Mesh.Nn;

/// <summary>Which keys an attention may see, as a number added to the scores.</summary>
public static class KeyMask
{
    /// <summary>Added to the score of a hidden key: its softmax weight is exactly 0 in every float type.</summary>
    private const double Hidden = -1e4;

    /// <param name="visible">1 or true for a key that is seen, [B, L].</param>
    /// <param name="dtype">Element type of the scores.</param>
    /// <returns>0 where visible and very negative elsewhere, [B, 1, 1, L].</returns>
    public static Tensor Additive(Tensor visible, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        return Number(visible, dtype).unsqueeze(1).unsqueeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>Hides the keys that come after a query too.</summary>
    /// <param name="visible">1 or true for a key that is seen, [B, K].</param>
    /// <param name="queries">L, of the last keys.</param>
    /// <param name="dtype">Element type of the scores.</param>
    /// <returns>0 where visible and very negative elsewhere, [B, 1, L, K].</returns>
    public static Tensor Causal(Tensor visible, long queries, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var keys = visible.shape[1];
        var earlier = ones([queries, keys], ScalarType.Int64, visible.device).tril(keys - queries);  // [L, K]
        return Number(visible.to(ScalarType.Int64).unsqueeze(1) * earlier, dtype).unsqueeze(1)
            .MoveToOuterDisposeScope();
    }

    private static Tensor Number(Tensor visible, ScalarType dtype) =>
        ((1 - visible.to(ScalarType.Float32)) * Hidden).to(dtype);
}
