using System.Runtime.InteropServices;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ScriptModuleTests : IDisposable
{
    private const string Scaled = """
          def forward(self: __torch__.M, x: Tensor) -> Tensor:
            return torch.mul(x, self.weight)
          def twice(self: __torch__.M, x: Tensor, n: int) -> Tensor:
            return torch.mul(torch.mul(x, n), self.weight)

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_archive_computes_with_its_weights()
    {
        using var module = jit.load<Tensor, Tensor>(Archive(Scaled));

        Assert.Equal([2f, 6f], module.call(tensor(new[] { 1f, 2f })).data<float>().ToArray());
        Assert.Equal([6f, 18f], module.invoke<Tensor>("twice", tensor(new[] { 1f, 2f }), 3).data<float>().ToArray());
        Assert.Equal((1, 1), (module.GetNumberOfInputs(), module.GetNumberOfOutputs()));
    }

    [Fact]
    public void A_saved_module_is_the_same_from_a_file_and_from_memory()
    {
        using var module = jit.load(Archive(Scaled));
        module.set_attribute("weight", tensor(new[] { 5f, 7f }));
        jit.save(module, _folder.At("again.pt"));
        var bytes = new byte[1 << 16];
        jit.save(module, bytes);

        using var file = jit.load<Tensor>(_folder.At("again.pt"));
        using var memory = jit.load<Tensor>(File.ReadAllBytes(_folder.At("again.pt")));

        Assert.Equal([5f, 7f], file.call(ones(2)).data<float>().ToArray());
        Assert.Equal([5f, 7f], memory.call(ones(2)).data<float>().ToArray());
        Assert.Equal((byte)'P', bytes[0]);
        Assert.Contains("room for 4", Assert.Throws<ExternalException>(() => jit.save(module, new byte[4])).Message);
    }

    [Fact]
    public void Weights_are_parameters_of_the_module()
    {
        using var module = jit.load(Archive(Scaled));

        Assert.Equal("weight", Assert.Single(module.named_parameters()).name);
        Assert.Equal(["weight"], module.state_dict().Keys);
        Assert.Equal("weight", Assert.Single(module.named_attributes()).name);
        module.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, module.get_parameter("weight")!.dtype);
    }

    [Fact]
    public void Training_and_evaluation_are_states_of_the_code()
    {
        using var module = jit.load(Archive("""
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.add(x, int(self.training))

            """));

        module.train();
        Assert.True(module.training);
        Assert.Equal(1, ((Tensor)module.call(zeros(1))!).item<float>());
        module.eval();
        Assert.Equal(0, ((Tensor)module.call(zeros(1))!).item<float>());
    }

    [Fact]
    public void Results_keep_their_shape()
    {
        using var unit = jit.compile("""
            def pair(x, y):
                return x + 1, y
            def parts(x: Tensor):
                return torch.split(x, 1)
            def size(x: Tensor):
                return x.size(0)
            def nothing():
                return None
            def mixed(x: Tensor):
                return x, 2, True
            def many(x: Tensor):
                return x, x, x, x, x, x
            def joined(x: List[Tensor]):
                return torch.cat(x)

            """);

        var (first, second) = unit.invoke<(Tensor, Tensor)>("pair", zeros(1), ones(1));
        Assert.Equal((1, 1), (first.item<float>(), second.item<float>()));
        Assert.Equal(3, unit.invoke<Tensor[]>("parts", zeros(3)).Length);
        Assert.Equal(3, unit.invoke<Scalar>("size", zeros(3)).ToInt32());
        Assert.Null(unit.invoke("nothing", []));
        Assert.Equal(2, ((Scalar)unit.invoke<(object, object, object)>("mixed", zeros(1)).Item2).ToInt32());
        Assert.Equal(6, unit.invoke<Tensor[]>("many", zeros(1)).Length);
        Assert.Equal([2], unit.invoke<Tensor>("joined", new object[] { new[] { zeros(1), ones(1) } }).shape);
    }

    [Fact]
    public void Hooks_see_and_change_a_call()
    {
        using var module = jit.load<Tensor, Tensor>(Archive(Scaled));
        var before = module.register_forward_pre_hook((_, x) => x + 1);
        module.register_forward_hook((_, _, y) => y * 10);

        Assert.Equal([40f, 60f], module.call(ones(2)).data<float>().ToArray());
        before.remove();
        Assert.Equal([20f, 30f], module.call(ones(2)).data<float>().ToArray());
    }

    [Fact]
    public void Attention_of_a_newer_library_runs_and_equals_the_function()
    {
        using var unit = jit.compile("""
            def attend(q: Tensor, k: Tensor, v: Tensor):
                return torch.scaled_dot_product_attention(q, k, v, None, 0.0, True)

            """);
        var (q, k, v) = (randn(1, 2, 5, 4), randn(1, 2, 5, 4), randn(1, 2, 5, 4));

        var expected = nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true);

        Assert.True(unit.invoke<Tensor>("attend", q, k, v).allclose(expected, 1e-5, 1e-6));
    }

    [Fact]
    public void Loading_to_a_device_takes_the_devices_in_the_code_along()
    {
        var path = Archive("""
              def forward(self: __torch__.M, x: Tensor) -> Tensor:
                size = torch.size(x, 0)
                grid = torch.arange(size, dtype=6, layout=None, device=torch.device("cpu"), pin_memory=False)
                return torch.add(x, torch.add(grid, torch.ones([1], dtype=6, layout=None, device=torch.device("cpu"))))

            """);

        using var module = jit.load<Tensor, Tensor>(path, device("meta"));

        Assert.Equal(DeviceType.META, module.call(ones(3, device: META)).device_type);
        Assert.Equal([1f, 2f, 3f], jit.load<Tensor, Tensor>(path).call(zeros(3)).data<float>().ToArray());
    }

    [Fact]
    public void What_cannot_be_loaded_is_told()
    {
        File.WriteAllText(_folder.At("text.pt"), "no archive");

        Assert.Throws<FileNotFoundException>(() => jit.load(_folder.At("absent.pt")));
        Assert.Throws<ExternalException>(() => jit.load(_folder.At("text.pt")));
        Assert.Throws<ExternalException>(() => jit.compile("def f(x):\n    return torch.no_such_operator(x)\n"));
    }

    [Fact]
    public void An_error_of_the_code_is_an_exception()
    {
        using var unit = jit.compile("def f(x: int):\n    assert x > 5, 'too odd'\n    return x\n");

        Assert.Contains("too odd", Assert.Throws<ExternalException>(() => unit.invoke("f", 1)).Message);
        Assert.Throws<ArgumentException>(() => unit.invoke("f", DateTime.MinValue));
        Assert.Throws<ExternalException>(() => unit.invoke("g", 1));
    }

    [Fact]
    public void Tensors_of_results_are_freed_with_their_scope()
    {
        using var module = jit.load<Tensor, Tensor>(Archive(Scaled));
        Tensor[] results;

        using (NewDisposeScope())
            results = [.. Enumerable.Range(0, 10).Select(_ => module.call(ones(2)))];

        Assert.All(results, result => Assert.True(result.IsInvalid));
    }

    private string Archive(string methods)
    {
        var path = _folder.At($"{Guid.NewGuid():N}.pt");
        var weighted = methods.Contains("self.weight", StringComparison.Ordinal);
        ScriptArchive.Write(
            path,
            ScriptArchive.Class(methods, weighted ? ["weight"] : []),
            weighted ? new Dictionary<string, (long[], float[])> { ["weight"] = ([2], [2, 3]) } : null);
        return path;
    }
}
