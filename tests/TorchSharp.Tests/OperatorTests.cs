using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class OperatorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Arithmetic_operators_take_tensors_and_numbers_on_both_sides()
    {
        NNNumbers.Near([2, 4, 6, 8, 10, 12], _x + _x);
        NNNumbers.Near([3, 6, 9, 12, 15, 18], 3 * _x);
        NNNumbers.Near([9, 8, 7, 6, 5, 4], 10.0 - _x);
        NNNumbers.Near([12, 6, 4, 3, 2.4, 2], 12 / _x);
        NNNumbers.Near([0.5, 1, 1.5, 2, 2.5, 3], _x / 2);
        NNNumbers.Near([-1, -2, -3, -4, -5, -6], -_x);
        NNNumbers.Near([1, 0, 1, 0, 1, 0], _x % 2);
    }

    [Fact]
    public void A_number_does_not_change_the_type_of_a_tensor()
    {
        Assert.Equal(ScalarType.BFloat16, (_x.bfloat16() * 2.0).dtype);
        Assert.Equal(ScalarType.Int64, (arange(3) + 1).dtype);
        Assert.Equal(ScalarType.Float32, (arange(3) / 2).dtype);
    }

    [Fact]
    public void In_place_forms_return_the_tensor_itself()
    {
        Assert.Same(_x, _x.add_(1).mul_(2).sub_(_x / 2).clamp_(0, 5));
        NNNumbers.Near([2, 3, 4, 5, 5, 5], _x);
    }

    [Fact]
    public void Comparisons_give_booleans_element_by_element()
    {
        Assert.Equal([false, false, false, true, true, true], (_x > 3).data<bool>().ToArray());
        Assert.Equal([true, true, true, false, false, false], (3 >= _x).data<bool>().ToArray());
        Assert.Equal([false, true, false, false, false, false], (_x == 2).data<bool>().ToArray());
        Assert.True((_x != 0).all().item<bool>());
        NNNumbers.Near([0, 0, 0, 4, 5, 6], where(_x > 3, _x, zeros_like(_x)));
    }

    [Fact]
    public void Reductions_run_over_all_elements_or_over_dimensions()
    {
        Assert.Equal(21, _x.sum().item<float>());
        NNNumbers.Near([5, 7, 9], _x.sum(0L));
        NNNumbers.Near([2, 5], _x.mean([1]));
        NNNumbers.Near([2, 5], _x.mean([-1], keepdim: true).flatten());
        NNNumbers.Near([1, 1], _x.@var(1));
        NNNumbers.Near([Math.Sqrt(2.0 / 3)], _x[0].std(unbiased: false));
        NNNumbers.Near([Math.Sqrt(91)], _x.norm());
        Assert.Equal(5, _x.argmax().item<long>());
        NNNumbers.Near([4, 5, 6], _x.amax([0]));
        var (values, indexes) = _x.max(1);
        NNNumbers.Near([3, 6], values);
        Assert.Equal([2L, 2], indexes.data<long>().ToArray());
    }

    [Fact]
    public void Order_and_scans()
    {
        NNNumbers.Near([1, 3, 6, 4, 9, 15], _x.cumsum(1));
        NNNumbers.Near([6, 5], _x.flatten().topk(2).values);
        NNNumbers.Near([6, 5, 4, 3, 2, 1], _x.flatten().sort(descending: true).Values);
        Assert.Equal([0L, 2, 1], tensor(new float[] { 1, 3, 2 }).argsort().data<long>().ToArray());
        var (output, _, counts) = tensor(new long[] { 3, 1, 3 }).unique(return_counts: true);
        Assert.Equal([1L, 3], output.data<long>().ToArray());
        Assert.Equal([1L, 2], counts!.data<long>().ToArray());
    }

    [Fact]
    public void Matrix_products()
    {
        NNNumbers.Near([14, 32, 32, 77], _x.matmul(_x.t()));
        NNNumbers.Near([14, 32, 32, 77], einsum("ij,kj->ik", _x, _x));
        NNNumbers.Near([14, 32, 32, 77], _x.unsqueeze(0).bmm(_x.unsqueeze(0).mT));
        NNNumbers.Near([29, 65, 65, 155], ones(2, 2).addmm(_x, _x.T, 1, 2));
        NNNumbers.Near([14], _x[0].dot(_x[0]));
        NNNumbers.Near([1, 2, 2, 4], _x[0, ..2].outer(_x[0, ..2]));
        NNNumbers.Near([1, 2, 3, 2, 4, 6], kron(tensor(new float[] { 1, 2 }), _x[0]));
    }

    [Fact]
    public void Functions_of_one_number()
    {
        var x = tensor(new[] { 0.25, 1, 4 });
        NNNumbers.Near([0.5, 1, 2], x.sqrt());
        NNNumbers.Near([2, 1, 0.5], x.rsqrt());
        NNNumbers.Near([Math.Exp(0.25), Math.E, Math.Exp(4)], exp(x), 1e-12);
        NNNumbers.Near([0.0625, 1, 16], x.pow(2));
        NNNumbers.Near([1 / (1 + Math.Exp(-0.25)), 1 / (1 + Math.Exp(-1)), 1 / (1 + Math.Exp(-4))], x.sigmoid());
        NNNumbers.Near([0, 1, 4], x.round());
        NNNumbers.Near([0.3, 1, 4], x.round(1).add(0.1 * (x == 0.25)), 0.2);
        NNNumbers.Near([1, 1, 3], x.clamp(1, 3));
        Assert.True((x / 0).isinf().all().item<bool>());
        Assert.True(log(-x).isnan().all().item<bool>());
    }

    [Fact]
    public void Softmax_sums_to_one_and_follows_its_definition()
    {
        NNNumbers.Near([1, 1], _x.softmax(-1).sum(1));
        NNNumbers.Near(_x.softmax(1).log(), _x.log_softmax(1));
        NNNumbers.Near(_x - _x.logsumexp(1, keepdim: true), _x.log_softmax(1));
    }
}
