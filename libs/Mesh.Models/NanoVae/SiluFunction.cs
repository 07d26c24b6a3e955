using static TorchSharp.torch;

namespace Mesh.Models.NanoVae;

/// <summary>
/// x sigmoid(x), computed in float32 slices: the bfloat16 kernel of libtorch 1.13, backward above all, is several
/// times slower on a CPU.
/// </summary>
internal sealed class SiluFunction : autograd.SingleTensorFunction<SiluFunction>
{
    private const long SliceSize = 1 << 16;

    public override string Name => nameof(SiluFunction);

    /// <summary>x sigmoid(x), shape and element type of <paramref name="x"/>.</summary>
    public static Tensor Of(Tensor x) =>
        x.device_type == TorchSharp.DeviceType.CPU && x.dtype == ScalarType.BFloat16
            ? apply(x.contiguous())
            : nn.functional.silu(x);

    /// <param name="ctx">Keeps the argument for the backward pass.</param>
    /// <param name="vars">One contiguous tensor.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.save_for_backward([x]);
        var result = empty(x.shape, x.dtype, x.device);
        Over(x, result, null, static (part, _) => nn.functional.silu(part));
        return result;
    }

    // With s = sigmoid(x): (x s)' = s (1 + x (1 - s)).
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var x = ctx.get_saved_variables()[0];
        var result = empty(x.shape, x.dtype, x.device);
        Over(x, result, grad_output.contiguous(), static (part, grad) =>
        {
            var sigmoid = part.sigmoid();
            return part.mul_(1 - sigmoid).add_(1).mul_(sigmoid).mul_(grad!);
        });
        return [result];
    }

    private static void Over(Tensor x, Tensor result, Tensor? other, Func<Tensor, Tensor?, Tensor> formula)
    {
        using var outer = NewDisposeScope();
        var (from, into, with) = (x.view(-1), result.view(-1), other?.view(-1));
        for (var start = 0L; start < from.shape[0]; start += SliceSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(SliceSize, from.shape[0] - start);
            var part = from.narrow(0, start, count).to(ScalarType.Float32);
            into.narrow(0, start, count).copy_(formula(part, with?.narrow(0, start, count)));
        }
    }
}
