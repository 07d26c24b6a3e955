using TorchSharp.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Nn.Tests;

public sealed class LayerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Tanh_gelu_and_its_slope_are_those_of_the_library(int rows)
    {
        using var scope = NewDisposeScope();
        var ours = (randn(rows, 7, 11) * 4).requires_grad_();
        var theirs = ours.detach().clone().requires_grad_();
        var gradient = randn_like(ours);

        var (y, expected) = (TanhGelu.Of(ours), nn.functional.gelu(theirs, GELU.Approximate.tanh));
        y.backward([gradient]);
        expected.backward([gradient]);

        Assert.True(y.allclose(expected, 1e-5, 1e-6));
        Assert.True(ours.grad!.allclose(theirs.grad!, 1e-4, 1e-5));
    }

    [Fact]
    public void Tanh_gelu_of_a_slice_is_that_of_its_copy()
    {
        using var scope = NewDisposeScope();
        var whole = randn(3, 5, 8).requires_grad_();
        var part = whole.narrow(-1, 2, 3);

        var y = TanhGelu.Of(part);
        y.sum().backward();

        Assert.True(y.allclose(TanhGelu.Of(part.contiguous())));
        Assert.Equal(0, whole.grad!.narrow(-1, 0, 2).abs().sum().ToSingle());
        Assert.NotEqual(0, whole.grad!.narrow(-1, 2, 3).abs().sum().ToSingle());
    }

    [Fact]
    public void Rms_norm_is_cast_back_before_the_weight()
    {
        using var scope = NewDisposeScope();
        var norm = new RmsNorm(4, Layers.On(CPU, ScalarType.BFloat16));
        var x = tensor(new float[] { 1, 2, 3, 4 }).view(1, 4).to(ScalarType.BFloat16);

        var y = norm.call(x);

        var wide = x.to(ScalarType.Float32);
        Assert.Equal(ScalarType.BFloat16, y.dtype);
        Assert.True(y.eq((wide / Math.Sqrt(7.5 + 1e-6)).to(ScalarType.BFloat16)).all().ToBoolean());
    }

    [Fact]
    public void Rms_norm_has_the_gradients_of_its_formula()
    {
        using var scope = NewDisposeScope();
        var norm = new RmsNorm(8, Layers.Default);
        var weight = norm.parameters().First();
        using (no_grad())
            weight.add_(randn(8));
        var (ours, gradient) = (randn(2, 5, 3, 8).requires_grad_(), randn(2, 5, 3, 8));
        var theirs = ours.detach().clone().requires_grad_();
        var same = weight.detach().clone().requires_grad_();

        norm.call(ours).backward([gradient]);
        (theirs * rsqrt((theirs * theirs).mean([-1], keepdim: true) + 1e-6) * same).backward([gradient]);

        Assert.True(ours.grad!.allclose(theirs.grad!, 1e-4, 1e-5));
        Assert.True(weight.grad!.allclose(same.grad!, 1e-4, 1e-5));
    }

    [Fact]
    public void A_timestep_is_cosines_then_sines()
    {
        using var scope = NewDisposeScope();

        var y = TimestepEmbedder.Sinusoidal(tensor(new float[] { 0, 3 }), 8);

        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0], y[0].data<float>().ToArray());
        Assert.Equal(Math.Cos(3), y[1, 0].ToSingle(), 5);
        Assert.Equal(Math.Sin(0.3), y[1, 5].ToSingle(), 5);  // frequency 10000^(-1/4)
    }

    [Fact]
    public void Layer_norm_is_computed_in_float32()
    {
        using var scope = NewDisposeScope();

        var y = Normalization.LayerNorm(randn(3, 16).to(ScalarType.BFloat16));

        Assert.Equal(ScalarType.Float32, y.dtype);
        Assert.True(y.mean([-1]).abs().max().ToSingle() < 1e-5);
    }
}
