using Mesh.Models.NanoVae;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.NanoVae;

/// <summary>The hand-written gradients against those of the plain formulas.</summary>
public sealed class FusedFunctionTests
{
    [Fact]
    public void Channel_norm_equals_its_formula()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (x, weight, seed) = (randn(9000, 24), randn(24), randn(9000, 24));

        var fused = Gradients(x, weight, seed, (rows, w) => ChannelNormFunction.apply(rows, w));
        var plain = Gradients(x, weight, seed, (rows, w) =>
            rows * (rows.square().mean([-1], keepdim: true) + ChannelNormFunction.Eps).rsqrt() * w);

        Assert.All(fused.Zip(plain), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-4, atol: 1e-4)));
    }

    [Fact]
    public void Bfloat16_silu_equals_the_wide_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var x = (randn(70_000, 2) * 4).to(ScalarType.BFloat16);
        var seed = randn(70_000, 2).to(ScalarType.BFloat16);

        var fused = Gradients(x, ones(1), seed, (values, _) => SiluFunction.Of(values));
        var wide = Gradients(x.to(ScalarType.Float32), ones(1), seed.to(ScalarType.Float32),
            (values, _) => nn.functional.silu(values));

        Assert.All(fused.Zip(wide), pair => Assert.True(
            pair.First.to(ScalarType.Float32).allclose(pair.Second, rtol: 8e-3, atol: 1e-5)));
    }

    // The result, then the gradient of each argument the formula uses.
    private static List<Tensor> Gradients(Tensor x, Tensor weight, Tensor seed, Func<Tensor, Tensor, Tensor> formula)
    {
        var arguments = new[] { x, weight }.Select(argument => argument.clone().requires_grad_()).ToArray();
        var result = formula(arguments[0], arguments[1]);
        result.backward([seed]);
        return [result.detach(), .. arguments.Select(argument => argument.grad).OfType<Tensor>()];
    }
}
