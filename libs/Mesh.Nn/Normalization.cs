using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>Normalisation without weights.</summary>
public static class Normalization
{
    /// <summary>Mean 0 and variance 1 over the last dimension, in float32 whatever comes in.</summary>
    /// <remarks>Ba et al. 2016, arXiv:1607.06450, eq. 4.</remarks>
    /// <returns>float32, shape of <paramref name="x"/>.</returns>
    public static Tensor LayerNorm(Tensor x, double eps = 1e-6)
    {
        using var scope = NewDisposeScope();
        var wide = x.to(ScalarType.Float32);
        return functional.layer_norm(wide, [x.shape[^1]], eps: eps).MoveToOuterDisposeScope();
    }
}
