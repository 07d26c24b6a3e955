using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Tests;

[Collection(nameof(Alone))]
public sealed class CustomFunctionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = tensor(new[] { 1.0, 2, 3 }, requires_grad: true);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Backward_of_a_function_is_its_own()
    {
        Cube.apply(_x, 2.0).sum().backward();
        NNNumbers.Near([6, 24, 54], _x.grad!);
    }

    [Fact]
    public void A_function_takes_part_in_a_graph()
    {
        Cube.apply(_x * 2, 1.0).exp().log().sum().backward();
        NNNumbers.Near([24, 96, 216], _x.grad!);
        Assert.False(Cube.apply(_x.detach(), 1.0).requires_grad);
    }

    [Fact]
    public void A_gradient_of_a_gradient_runs_through_backward()
    {
        var first = grad([Cube.apply(_x, 1.0).sum()], [_x], create_graph: true)[0];
        NNNumbers.Near([6, 12, 18], grad([first.sum()], [_x])[0]);
    }

    [Fact]
    public void Several_results_get_zeros_for_missing_gradients()
    {
        var parts = SumAndDifference.apply(_x, _x.detach() * 2);
        parts[1].sum().backward();
        NNNumbers.Near([1, 1, 1], _x.grad!);
    }

    [Fact]
    public void A_saved_tensor_changed_in_place_is_an_error()
    {
        var y = _x * 1;
        var z = Cube.apply(y, 1.0).sum();
        using (no_grad())
            y.add_(1);
        Assert.Contains("inplace", Assert.ThrowsAny<Exception>(() => z.backward()).Message);
    }

    [Fact]
    public void An_exception_in_backward_comes_out_of_backward()
    {
        var error = Assert.Throws<ExternalException>(() => Failing.apply(_x).sum().backward());
        Assert.Equal("no gradient today", Assert.IsType<InvalidOperationException>(error.InnerException).Message);
        (_x * 1).sum().backward();
        NNNumbers.Near([1, 1, 1], _x.grad!);
    }

    [Fact]
    public void A_gradient_for_an_argument_that_is_no_tensor_is_an_error()
    {
        var error = Assert.Throws<ExternalException>(() => Careless.apply(_x, 5).sum().backward());
        Assert.Contains("argument 1", error.InnerException!.Message);
    }

    [Fact]
    public void A_function_that_changes_its_input_keeps_the_tensor()
    {
        var y = _x * 1;
        Assert.Same(y, Doubling.apply(y));
        (y * y).sum().backward();
        NNNumbers.Near([8, 16, 24], _x.grad!);
    }

    [Fact]
    public void What_a_graph_holds_is_freed_with_it()
    {
        var before = Tensor.TotalCount;
        for (var k = 0; k < 100; k++)
        {
            using var scope = NewDisposeScope();
            Cube.apply(_x, 1.0).sum().backward();
        }
        _x.grad = null;
        Assert.True(Tensor.TotalCount <= before, $"{Tensor.TotalCount - before} tensors more");
    }

    private sealed class Cube : SingleTensorFunction<Cube>
    {
        public override string Name => nameof(Cube);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("factor", vars[1]);
            return x.pow(3) * (double)vars[1];
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            return [grad_output * 3 * x * x * (double)ctx.get_data("factor"), null!];
        }
    }

    private sealed class SumAndDifference : MultiTensorFunction<SumAndDifference>
    {
        public override string Name => nameof(SumAndDifference);

        public override List<Tensor> forward(AutogradContext ctx, params object[] vars) =>
            [(Tensor)vars[0] + (Tensor)vars[1], (Tensor)vars[0] - (Tensor)vars[1]];

        public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs) =>
            [grad_outputs[0] + grad_outputs[1], grad_outputs[0] - grad_outputs[1]];
    }

    private sealed class Failing : SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidOperationException("no gradient today");
    }

    private sealed class Careless : SingleTensorFunction<Careless>
    {
        public override string Name => nameof(Careless);

        public override Tensor forward(AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => [grad_output, grad_output];
    }

    private sealed class Doubling : SingleTensorFunction<Doubling>
    {
        public override string Name => nameof(Doubling);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.mark_dirty([x]);
            return x.mul_(2);
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }
}
