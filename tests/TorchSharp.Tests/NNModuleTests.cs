using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public sealed class NNModuleTests
{
    [Fact]
    public void Fields_are_registered_in_declaration_order_under_their_names()
    {
        using var net = new NNNet();
        Assert.Equal(["first", "blocks", "tail"], net.named_children().Select(child => child.name));
        Assert.Equal(NNNet.Keys, net.state_dict().Keys);
    }

    [Fact]
    public void Named_parameters_leave_out_buffers_and_list_own_ones_first()
    {
        using var net = new NNNet();
        Assert.Equal(NNNet.Keys.Where(key => key != "mean"), net.named_parameters().Select(pair => pair.name));
        Assert.Equal(["scale"], net.named_parameters(recurse: false).Select(pair => pair.name));
        Assert.Equal(["mean"], net.named_buffers().Select(pair => pair.name));
    }

    [Fact]
    public void Named_modules_are_dotted_and_come_before_their_children()
    {
        using var net = new NNNet();
        Assert.Equal(
            [
                "first", "blocks", "blocks.0", "blocks.0.linear", "blocks.1", "blocks.1.linear", "tail", "tail.0",
                "tail.1", "tail.2",
            ],
            net.named_modules().Select(pair => pair.name));
    }

    [Fact]
    public void A_shared_parameter_is_listed_once()
    {
        using var shared = Linear(2, 2, hasBias: false);
        using var row = Sequential(shared, ReLU(), shared);
        Assert.Equal(["0.weight"], row.named_parameters().Select(pair => pair.name));
        Assert.Equal(["0.weight", "2.weight"], row.state_dict().Keys);
    }

    [Fact]
    public void Conversion_reaches_fields_buffers_gradients_and_children()
    {
        using var net = new NNNet();
        using (NewDisposeScope())
            net.call(ones(1, 2)).sum().backward();
        net.to(ScalarType.Float64);
        Assert.All(net.state_dict().Values, tensor => Assert.Equal(ScalarType.Float64, tensor.dtype));
        Assert.Same(net.get_parameter("scale"), net.scale);
        Assert.Same(net.get_parameter("first.weight"), net.first.weight);
        Assert.Equal(ScalarType.Float64, net.scale.grad!.dtype);
        using var x = ones(1, 2, dtype: ScalarType.Float64);
        using var y = net.call(x);
        Assert.Equal(ScalarType.Float64, y.dtype);
    }

    [Fact]
    public void A_network_on_the_meta_device_has_shapes_and_no_memory()
    {
        using var huge = Linear(1L << 20, 1L << 20, device: META, dtype: ScalarType.BFloat16);
        Assert.True(huge.weight.is_meta);
        Assert.Equal([1L << 20, 1L << 20], huge.weight.shape);
        Assert.Equal(ScalarType.BFloat16, huge.bias!.dtype);
        using var conv = Conv3d(8, 4, (1L, 3L, 3L), device: META);
        Assert.Equal([4L, 8, 1, 3, 3], conv.weight.shape);
    }

    [Fact]
    public void Parameters_outlive_the_scope_in_which_they_are_made()
    {
        Linear linear;
        using (NewDisposeScope())
            linear = Linear(2, 2);
        Assert.Equal([2L, 2], linear.weight.shape);
        linear.Dispose();
    }

    [Fact]
    public void Disposing_frees_parameters_and_buffers_of_every_level()
    {
        var net = new NNNet();
        var all = net.state_dict().Values.ToArray();
        net.Dispose();
        Assert.All(all, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void Training_mode_reaches_every_child()
    {
        using var net = new NNNet();
        net.eval();
        Assert.All(net.modules(), module => Assert.False(module.training));
        net.train();
        Assert.All(net.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Zero_grad_drops_gradients_or_fills_them_with_zeros()
    {
        using var net = new NNNet();
        using (NewDisposeScope())
            net.call(ones(1, 2)).sum().backward();
        net.zero_grad(set_to_none: false);
        Assert.All(net.scale.grad!.Numbers(), number => Assert.Equal(0, number));
        net.zero_grad();
        Assert.Null(net.scale.grad);
    }

    [Fact]
    public void Hooks_see_and_change_inputs_and_results()
    {
        using var scope = NewDisposeScope();
        using var identity = Identity();
        var before = identity.register_forward_pre_hook((_, x) => x + 1);
        var after = identity.register_forward_hook((_, _, y) => y * 10);
        using var x = ones(1);
        NNNumbers.Near([20], identity.call(x));
        before.remove();
        after.remove();
        NNNumbers.Near([1], identity.call(x));
    }

    [Fact]
    public void A_registered_list_refuses_changes()
    {
        using var net = new NNNet();
        using var block = new NNBlock();
        Assert.Throws<InvalidOperationException>(() => net.blocks.Add(block));
    }
}
