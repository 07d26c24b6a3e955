using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mesh.Nn;

/// <summary>GELU in its tanh form, x * sigmoid(2 sqrt(2/pi) (x + 0.044715 x^3)), computed in float32.</summary>
/// <remarks>
/// Hendrycks and Gimpel 2016, arXiv:1606.08415, section 2. The library's CPU kernel spends most of its time in tanh;
/// this one works in slices whose temporaries stay in cache, and is several times faster.
/// </remarks>
public sealed class TanhGelu : autograd.SingleTensorFunction<TanhGelu>
{
    private const double Linear = 1.5957691216057308;  // 2 sqrt(2/pi)
    private const double Cubic = 0.044715 * Linear;

    public override string Name => nameof(TanhGelu);

    /// <returns>Shape and element type of <paramref name="x"/>.</returns>
    public static Tensor Of(Tensor x) => x.device_type == TorchSharp.DeviceType.CPU
        ? apply(x)
        : nn.functional.gelu(x, GELU.Approximate.tanh);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = ((Tensor)vars[0]).contiguous();
        ctx.save_for_backward([x]);
        var result = empty(x.shape, x.dtype);
        using var scope = NewDisposeScope();
        var (from, to, linear) = (x.view(-1), result.view(-1), tensor(Linear, ScalarType.Float32));
        foreach (var (start, count) in CacheSlices.Of(from))
        {
            using var slice = NewDisposeScope();
            var part = from.narrow(0, start, count).to(ScalarType.Float32);
            to.narrow(0, start, count).copy_(Gate(part, linear).mul_(part));
        }

        return result;
    }

    // With s = sigmoid(u), u = Linear x + Cubic x^3: (x s)' = s + s (d - d s), where d = x u'.
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var x = ctx.get_saved_variables()[0];
        var result = empty(x.shape, x.dtype);
        using var scope = NewDisposeScope();
        var (from, to, linear) = (x.view(-1), result.view(-1), tensor(Linear, ScalarType.Float32));
        var gradient = grad_output.reshape(-1);
        foreach (var (start, count) in CacheSlices.Of(from))
        {
            using var slice = NewDisposeScope();
            var part = from.narrow(0, start, count).to(ScalarType.Float32);
            var gate = Gate(part, linear);
            var steepness = addcmul(linear, part, part, 3 * Cubic).mul_(part);
            var slope = addcmul(gate, gate, addcmul(steepness, steepness, gate, -1), 1);
            to.narrow(0, start, count).copy_(slope.mul_(gradient.narrow(0, start, count)));
        }

        return [result];
    }

    private static Tensor Gate(Tensor x, Tensor linear) => addcmul(linear, x, x, Cubic).mul_(x).sigmoid_();
}
