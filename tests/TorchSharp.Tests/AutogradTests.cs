using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = tensor(new float[] { 1, 2, 3 }, requires_grad: true);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Backward_adds_gradients_to_the_leaves()
    {
        (_x * _x).sum().backward();
        NNNumbers.Near([2, 4, 6], _x.grad!);
        _x.sum().backward();
        NNNumbers.Near([3, 5, 7], _x.grad!);
        _x.grad = null;
        Assert.Null(_x.grad);
    }

    [Fact]
    public void Backward_of_several_numbers_takes_their_gradients()
    {
        (_x * 2).backward([tensor(new float[] { 1, 10, 100 })]);
        NNNumbers.Near([2, 20, 200], _x.grad!);
    }

    [Fact]
    public void Grad_leaves_the_leaves_alone_and_can_be_differentiated()
    {
        var first = autograd.grad([_x.pow(3).sum()], [_x], create_graph: true)[0];
        NNNumbers.Near([3, 12, 27], first);
        NNNumbers.Near([6, 12, 18], autograd.grad([first.sum()], [_x])[0]);
        Assert.Null(_x.grad);
    }

    [Fact]
    public void An_unused_input_is_an_error_unless_allowed()
    {
        var other = ones(2, requires_grad: true);
        var y = (_x * 2).sum();
        Assert.ThrowsAny<Exception>(() => autograd.grad([y], [other], retain_graph: true));
        Assert.Null(autograd.grad([y], [other], allow_unused: true)[0]);
    }

    [Fact]
    public void Grad_modes_nest_and_end_with_their_guards()
    {
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((_x * 2).requires_grad);
            using (enable_grad())
                Assert.True((_x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        using (inference_mode())
            Assert.True(is_inference_mode_enabled());
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void A_second_backward_needs_the_graph()
    {
        var y = _x.exp().sum();
        y.backward(retain_graph: true);
        y.backward();
        Assert.ThrowsAny<Exception>(() => y.backward());
    }

    [Fact]
    public void A_gradient_inside_the_graph_is_kept_on_demand()
    {
        var y = _x * 2;
        y.retain_grad();
        y.sum().backward();
        NNNumbers.Near([1, 1, 1], y.grad!);
        Assert.False(y.is_leaf);
        Assert.True(_x.is_leaf);
        Assert.False(y.detach().requires_grad);
    }

    [Fact]
    public void Threads_have_their_own_grad_mode()
    {
        using var guard = no_grad();
        var enabled = false;
        var thread = new Thread(() => enabled = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(enabled);
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused() =>
        Assert.Contains("[4]", Assert.ThrowsAny<Exception>(() => _x.grad = ones(4)).Message);
}
