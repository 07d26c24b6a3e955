using TorchSharp.Modules;
using static TorchSharp.Tests.NNNumbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public sealed class NNInitTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Fans_count_the_kernel()
    {
        Assert.Equal((27L, 54L), init.CalculateFanInAndFanOut(zeros(6, 3, 3, 3)));
        Assert.Throws<ArgumentException>(() => init.CalculateFanInAndFanOut(zeros(3)));
    }

    [Fact]
    public void Xavier_and_kaiming_fill_up_to_their_bounds()
    {
        manual_seed(0);
        var tensor = zeros(200, 100);
        Assert.InRange(init.xavier_uniform_(tensor).Numbers().Max(), 0.1405, Math.Sqrt(6.0 / 300));
        Assert.InRange(init.kaiming_uniform_(tensor).Numbers().Max(), 0.2435, Math.Sqrt(6.0 / 100));
        Assert.InRange(init.kaiming_normal_(tensor).std().ToDouble(), 0.139, 0.144);
    }

    [Fact]
    public void Truncated_normal_stays_within_its_bounds()
    {
        manual_seed(0);
        var numbers = init.trunc_normal_(zeros(20_000), std: 0.02, a: -0.04, b: 0.04).Numbers();
        Assert.InRange(numbers.Max(), 0.0395, 0.0400001);
        // Standard deviation of a normal cut at two sigma: 0.8796 sigma.
        Assert.InRange(Math.Sqrt(numbers.Average(x => x * x)), 0.0174, 0.0178);
    }

    [Fact]
    public void Filling_a_parameter_leaves_no_graph()
    {
        using var parameter = new Parameter(zeros(3));
        init.constant_(parameter, 2);
        Assert.True(parameter.is_leaf && parameter.requires_grad);
        Near([2, 2, 2], parameter);
    }

    [Fact]
    public void Clipping_scales_all_gradients_by_one_factor_and_returns_the_norm()
    {
        var (a, b) = (Parameter(zeros(1)), Parameter(zeros(2)));
        using var idle = Parameter(zeros(1));
        ((a * 3).sum() + (b * tensor(new float[] { 0, 4 })).sum()).backward();
        Assert.Equal(5, utils.clip_grad_norm_([a, idle, b], 1), 5);
        Near([0.6], a.grad!);
        Near([0, 0.8], b.grad!);
        Assert.Equal(1, utils.clip_grad_norm_([a, b], 10), 5);
        Near([0.6], a.grad!);
        Assert.Equal(0.8, utils.clip_grad_norm_([a, b], 10, double.PositiveInfinity), 5);
        Assert.Equal(0, utils.clip_grad_norm_([idle], 1));
        utils.clip_grad_value_([a, b], 0.5);
        Near([0, 0.5], b.grad!);
    }

    [Fact]
    public void A_vector_of_parameters_goes_back_where_it_came_from()
    {
        using var layer = Linear(2, 3);
        var row = utils.parameters_to_vector(layer.parameters()).detach();
        Assert.Equal([9L], row.shape);
        utils.vector_to_parameters(row + 1, layer.parameters());
        Near(row.narrow(0, 6, 3) + 1, layer.bias!);
    }
}
