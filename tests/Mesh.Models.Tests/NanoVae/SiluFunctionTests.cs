using Mesh.Models.NanoVae;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.NanoVae;

/// <summary>The hand-written gradient against that of the plain formula.</summary>
public sealed class SiluFunctionTests
{
    [Fact]
    public void Bfloat16_silu_equals_the_wide_one()
    {
        using var scope = NewDisposeScope();
        using var generator = SeededWeights.Seed(3);
        var x = (randn(70_000, 2, generator: generator) * 4).to(ScalarType.BFloat16);
        var seed = randn(70_000, 2, generator: generator).to(ScalarType.BFloat16);

        var (fused, fusedGradient) = Of(x, seed, SiluFunction.Of);
        var (wide, wideGradient) = Of(x.to(ScalarType.Float32), seed.to(ScalarType.Float32),
            values => nn.functional.silu(values));

        Assert.True(fused.to(ScalarType.Float32).allclose(wide, rtol: 8e-3, atol: 1e-5));
        Assert.True(fusedGradient.to(ScalarType.Float32).allclose(wideGradient, rtol: 8e-3, atol: 1e-5));
    }

    private static (Tensor Result, Tensor Gradient) Of(Tensor x, Tensor seed, Func<Tensor, Tensor> formula)
    {
        var argument = x.clone().requires_grad_();
        var result = formula(argument);
        result.backward([seed]);
        return (result.detach(), argument.grad!);
    }
}
