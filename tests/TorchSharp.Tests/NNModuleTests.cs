using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public sealed class NNModuleTests
{
    private static readonly string[] NetKeys =
    [
        "scale", "mean", "first.weight", "first.bias", "blocks.0.linear.weight", "blocks.1.linear.weight",
        "tail.0.weight", "tail.0.bias", "tail.2.weight",
    ];

    [Fact]
    public void Fields_are_registered_in_declaration_order_under_their_names()
    {
        using var net = new Net();
        Assert.Equal(["first", "blocks", "tail"], net.named_children().Select(child => child.name));
        Assert.Equal(NetKeys, net.state_dict().Keys);
    }

    [Fact]
    public void Named_parameters_leave_out_buffers_and_list_own_ones_first()
    {
        using var net = new Net();
        Assert.Equal(NetKeys.Where(key => key != "mean"), net.named_parameters().Select(pair => pair.name));
        Assert.Equal(["scale"], net.named_parameters(recurse: false).Select(pair => pair.name));
        Assert.Equal(["mean"], net.named_buffers().Select(pair => pair.name));
    }

    [Fact]
    public void Named_modules_are_dotted_and_come_before_their_children()
    {
        using var net = new Net();
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
    public void State_dict_makes_a_round_trip()
    {
        using var scope = NewDisposeScope();
        using var from = new Net();
        using var to = new Net();
        var saved = from.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var (missing, unexpected) = to.load_state_dict(saved);
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        foreach (var (key, value) in to.state_dict())
            NNNumbers.Near(saved[key], value, 0);
    }

    [Fact]
    public void A_saved_file_loads_again_and_refuses_another_network()
    {
        using var from = new Net();
        using var to = new Net();
        using var stream = new MemoryStream();
        from.save(stream, skip: ["scale"]);
        var bytes = stream.ToArray();
        Assert.Throws<ArgumentException>(() => to.load(new MemoryStream(bytes)));
        var found = new Dictionary<string, bool>();
        to.load(new MemoryStream(bytes), strict: false, skip: ["mean"], loadedParameters: found);
        Assert.Equal(NetKeys.Where(key => key != "scale"), found.Keys);
        NNNumbers.Near(from.first.weight, to.first.weight, 0);
    }

    [Fact]
    public void Strict_loading_names_missing_and_unexpected_keys()
    {
        using var net = new Net();
        var saved = net.state_dict();
        saved.Remove("scale");
        saved.Add("other", saved["mean"]);
        var error = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(saved));
        Assert.Contains("Missing: [scale]", error.Message, StringComparison.Ordinal);
        Assert.Contains("Unexpected: [other]", error.Message, StringComparison.Ordinal);
        var (missing, unexpected) = net.load_state_dict(saved, strict: false);
        Assert.Equal(["scale"], missing);
        Assert.Equal(["other"], unexpected);
    }

    [Fact]
    public void Loading_a_wrong_shape_names_the_key()
    {
        using var net = new Net();
        using var wrong = zeros(1);
        var saved = net.state_dict();
        saved["first.bias"] = wrong;
        var error = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(saved));
        Assert.Contains("first.bias is [1], but the module has [3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversion_reaches_fields_buffers_gradients_and_children()
    {
        using var net = new Net();
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
        var net = new Net();
        var all = net.state_dict().Values.ToArray();
        net.Dispose();
        Assert.All(all, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void Training_mode_reaches_every_child()
    {
        using var net = new Net();
        net.eval();
        Assert.All(net.modules(), module => Assert.False(module.training));
        net.train();
        Assert.All(net.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Zero_grad_drops_gradients_or_fills_them_with_zeros()
    {
        using var net = new Net();
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
        using var net = new Net();
        using var block = new Block();
        Assert.Throws<InvalidOperationException>(() => net.blocks.Add(block));
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        public readonly Linear linear = Linear(3, 3, hasBias: false);

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor input) => linear.call(input);
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        public readonly Linear first = Linear(2, 3);
        public readonly ModuleList<Block> blocks = ModuleList(new Block(), new Block());
        public readonly Parameter scale = Parameter(ones(3));
        public readonly Tensor mean = zeros(3);
        public readonly Sequential tail = Sequential(Linear(3, 3), SiLU(), Linear(3, 1, hasBias: false));
        private readonly string _note = "plain fields are no components";

        public Net()
            : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = first.call(input) * scale - mean;
            foreach (var block in blocks)
                x = block.call(x);
            return tail.call(x).MoveToOuterDisposeScope();
        }

        public override string GetName() => _note;
    }
}
