using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

// R rows, I inputs, O outputs

/// <summary>
/// x W^T + b. Many rows of float32 on a CPU go through a 1x1 convolution, which is the same sum: oneDNN does it three
/// to ten times as fast as the matrix product of the BLAS with AVX-512, and a fifth faster without.
/// </summary>
public static class RowLinear
{
    // From this many images on, libtorch hands a 1x1 convolution on one thread to oneDNN.
    private const long MinImages = 16;

    // Images narrower than this are slower than the plain product.
    private const long MinRowsPerImage = 4;

    /// <param name="x">[..., I].</param>
    /// <param name="weight">[O, I], element type of <paramref name="x"/>.</param>
    /// <param name="bias">[O]; null for none.</param>
    /// <returns>[..., O].</returns>
    public static Tensor Of(Tensor x, Tensor weight, Tensor? bias)
    {
        if (x.device_type != TorchSharp.DeviceType.CPU || x.dtype != ScalarType.Float32)
            return functional.linear(x, weight, bias);
        // Without AVX-512, oneDNN takes three times as long as the BLAS for the gradient of the weight.
        if (!Avx512F.IsSupported && weight.requires_grad && is_grad_enabled())
            return functional.linear(x, weight, bias);
        var (I, O) = (weight.shape[1], weight.shape[0]);
        if (ImagesFor(x.numel() / I) is not { } images)
            return functional.linear(x, weight, bias);

        using var scope = NewDisposeScope();
        var rows = x.reshape(images, -1, 1, I).permute(0, 3, 1, 2);  // channels last in memory
        var y = functional.conv2d(rows, weight.view(O, I, 1, 1), bias);
        return y.permute(0, 2, 3, 1).reshape([.. x.shape[..^1], O]).MoveToOuterDisposeScope();
    }

    /// <summary>In how many images of equal size to lay R rows; null where the plain product is better.</summary>
    internal static long? ImagesFor(long rows)
    {
        for (var images = MinImages; images * MinRowsPerImage <= rows; images++)
        {
            if (rows % images == 0)
                return images;
        }
        return null;
    }
}
