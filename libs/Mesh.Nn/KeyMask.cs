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
        return ((1 - visible.to(ScalarType.Float32)) * Hidden).to(dtype).unsqueeze(1).unsqueeze(1)
            .MoveToOuterDisposeScope();
    }
}
