// M rows, N channels

using static TorchSharp.torch;

namespace Mesh.Models.NanoVae;

/// <summary>
/// x * weight / sqrt(mean(x^2) + eps) over rows, in float32 slices whose temporaries stay in cache: as one chain of
/// operators over the whole tensor it is bound by memory.
/// </summary>
internal sealed class ChannelNormFunction : autograd.SingleTensorFunction<ChannelNormFunction>
{
    public const double Eps = 1e-6;
    private const long SliceSize = 1 << 17;

    public override string Name => nameof(ChannelNormFunction);

    /// <param name="ctx">Keeps both arguments for the backward pass.</param>
    /// <param name="vars">Rows [M, N] of any float type, weight [N] in float32.</param>
    /// <returns>[M, N], element type of the rows.</returns>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([x, weight]);
        var result = empty(x.shape, x.dtype, x.device);
        foreach (var (start, count) in Slices(x))
        {
            using var scope = NewDisposeScope();
            var part = x.narrow(0, start, count).to(ScalarType.Float32);
            result.narrow(0, start, count).copy_(part.mul(InverseRms(part)).mul_(weight));
        }
        return result;
    }

    // With n = x r and r = 1/rms: dx = r (w g - n mean(w g n)), dw = sum(g n).
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x, weight) = (saved[0], saved[1]);
        var (dx, dw) = (empty(x.shape, x.dtype, x.device), zeros_like(weight));
        var weightMean = weight / x.shape[1];
        foreach (var (start, count) in Slices(x))
        {
            using var scope = NewDisposeScope();
            var part = x.narrow(0, start, count).to(ScalarType.Float32);
            var inverse = InverseRms(part);
            var normed = part.mul(inverse);
            var grad = grad_output.narrow(0, start, count).to(ScalarType.Float32, copy: true);
            var product = grad.mul(normed);
            dw.add_(product.sum(dim: 0));
            var mean = product.mv(weightMean).unsqueeze(1);
            dx.narrow(0, start, count).copy_(grad.mul_(weight).sub_(normed.mul_(mean)).mul_(inverse));
        }
        return [dx, dw];
    }

    private static Tensor InverseRms(Tensor part) =>
        linalg.vector_norm(part, 2, [-1], keepdim: true).pow_(2).div_(part.shape[1]).add_(Eps).rsqrt_();

    private static IEnumerable<(long Start, long Count)> Slices(Tensor x)
    {
        var rows = Math.Max(1, SliceSize / x.shape[1]);
        for (var start = 0L; start < x.shape[0]; start += rows)
            yield return (start, Math.Min(rows, x.shape[0] - start));
    }
}
