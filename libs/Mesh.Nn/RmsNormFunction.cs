using static TorchSharp.torch;

namespace Mesh.Nn;

/// <summary>The arithmetic of <see cref="RmsNorm"/>, forward and backward, in slices that stay in cache.</summary>
internal sealed class RmsNormFunction : autograd.SingleTensorFunction<RmsNormFunction>
{
    public override string Name => nameof(RmsNormFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, eps) = ((Tensor)vars[0], (Tensor)vars[1], (double)vars[2]);
        var result = empty(x.shape, x.dtype, x.device);
        var scales = empty([.. x.shape[..^1], 1], ScalarType.Float32, x.device);
        foreach (var (start, count) in CacheSlices.Of(x))
        {
            using var scope = NewDisposeScope();
            var part = x.narrow(0, start, count).to(ScalarType.Float32);
            var scale = (part * part).mean([-1], keepdim: true).add_(eps).rsqrt_();
            scales.narrow(0, start, count).copy_(scale);
            result.narrow(0, start, count).copy_((part * scale).to(x.dtype)).mul_(weight);
        }

        ctx.save_for_backward([x, weight, scales]);
        return result;
    }

    // With n = x s and s = 1 / rms: dx = s (w g - n mean(w g n)), dw = sum(g n).
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x, weight, scales) = (saved[0], saved[1].to(ScalarType.Float32), saved[2]);
        var result = empty(x.shape, x.dtype, x.device);
        var weightGradient = zeros_like(weight);
        foreach (var (start, count) in CacheSlices.Of(x))
        {
            using var scope = NewDisposeScope();
            var scale = scales.narrow(0, start, count);
            var normal = x.narrow(0, start, count).to(ScalarType.Float32) * scale;
            var gradient = grad_output.narrow(0, start, count).to(ScalarType.Float32);
            var product = gradient * normal;
            weightGradient.add_(product.flatten(0, -2).sum(dim: 0));
            var mean = product.mul_(weight).mean([-1], keepdim: true);
            var outer = (gradient * weight).sub_(normal.mul_(mean)).mul_(scale);
            result.narrow(0, start, count).copy_(outer);
        }

        return [result, weightGradient.to(x.dtype), null!];
    }
}
