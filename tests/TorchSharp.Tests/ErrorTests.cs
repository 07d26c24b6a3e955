using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void An_error_names_the_operator_and_the_shapes()
    {
        var error = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones([4, 5], float64)));
        Assert.Contains("aten::matmul(Float[2, 3], Double[4, 5])", error.Message);

        error = Assert.Throws<ExternalException>(() => cat([ones(2, 3), ones(2, 4)]));
        Assert.Contains("aten::cat([Float[2, 3], Float[2, 4]], 0)", error.Message);
    }

    [Fact]
    public void An_error_leaves_the_next_call_alone()
    {
        Assert.Throws<ExternalException>(() => ones(2).view(3));
        Assert.Equal(2, ones(2).sum().item<float>());
    }

    [Fact]
    public void A_disposed_tensor_is_refused()
    {
        var x = ones(2);
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => x + 1);
        Assert.Throws<ObjectDisposedException>(() => ones(2) + x);
        Assert.Throws<ObjectDisposedException>(() => cat([ones(2), x]));
        Assert.Throws<ObjectDisposedException>(() => x.shape);
        Assert.Throws<ObjectDisposedException>(() => x.backward());
        x.Dispose();
    }

    [Fact]
    public void A_missing_tensor_is_refused()
    {
        Assert.Throws<ExternalException>(() => ones(2).matmul(null!));
        Assert.Throws<ExternalException>(() => cat([ones(2), null!]));
        Assert.Throws<ArgumentNullException>(() => stack((IEnumerable<Tensor>)null!));
    }

    [Fact]
    public void An_impossible_size_is_an_error_not_a_crash() =>
        Assert.Contains("empty", Assert.Throws<ExternalException>(() => empty(1L << 50)).Message);

    [Fact]
    public void A_wrong_device_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => new Device("gpu"));
        if (!cuda.is_available())
            Assert.Throws<ExternalException>(() => zeros(1, device: CUDA));
    }

    [Fact]
    public void Disposed_tensors_and_generators_can_be_disposed_again()
    {
        var generator = new Generator(1);
        generator.Dispose();
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => generator.get_state());
        Assert.Throws<ObjectDisposedException>(() => rand(2, generator: generator));
    }
}
