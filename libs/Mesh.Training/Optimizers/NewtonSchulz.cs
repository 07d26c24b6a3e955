using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>Brings every singular value of a matrix near 1 without a decomposition.</summary>
/// <remarks>Jordan et al. 2024, "Muon", quintic iteration with coefficients 3.4445, -4.7750, 2.0315.</remarks>
public static class NewtonSchulz
{
    private const float A = 3.4445f, B = -4.7750f, C = 2.0315f;

    /// <param name="matrices">[n, rows, columns].</param>
    /// <param name="iterations">5 bring the singular values into about 0.7 to 1.2.</param>
    /// <returns>Same shape and element type.</returns>
    public static Tensor Orthogonalize(Tensor matrices, int iterations)
    {
        using var scope = NewDisposeScope();
        var tall = matrices.shape[1] > matrices.shape[2];
        var x = (tall ? matrices.transpose(1, 2) : matrices).contiguous();
        var norm = x.to(ScalarType.Float32).square().sum([1, 2], keepdim: true).sqrt().add_(1e-7);
        x = x / norm.to(x.dtype);

        for (var i = 0; i < iterations; i++)
        {
            var gram = x.bmm(x.transpose(1, 2));                 // [n, m, m] with m the shorter side
            var mix = gram.bmm(gram).mul_(C).add_(gram, B);      // b A + c A A
            x = mix.bmm(x).add_(x, A);                           // a X + (b A + c A A) X
        }

        return (tall ? x.transpose(1, 2) : x).MoveToOuterDisposeScope();
    }
}
