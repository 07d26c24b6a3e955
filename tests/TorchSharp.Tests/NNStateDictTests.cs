using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class NNStateDictTests
{
    [Fact]
    public void State_dict_makes_a_round_trip()
    {
        using var scope = NewDisposeScope();
        using var from = new NNNet();
        using var to = new NNNet();
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
        using var from = new NNNet();
        using var to = new NNNet();
        using var stream = new MemoryStream();
        from.save(stream, skip: ["scale"]);
        var bytes = stream.ToArray();
        Assert.Throws<ArgumentException>(() => to.load(new MemoryStream(bytes)));
        var found = new Dictionary<string, bool>();
        to.load(new MemoryStream(bytes), strict: false, skip: ["mean"], loadedParameters: found);
        Assert.Equal(NNNet.Keys.Where(key => key != "scale"), found.Keys);
        NNNumbers.Near(from.first.weight, to.first.weight, 0);
    }

    [Fact]
    public void Strict_loading_names_missing_and_unexpected_keys()
    {
        using var net = new NNNet();
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
        using var net = new NNNet();
        using var wrong = zeros(1);
        var saved = net.state_dict();
        saved["first.bias"] = wrong;
        var error = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(saved));
        Assert.Contains("first.bias is [1], but the module has [3]", error.Message, StringComparison.Ordinal);
    }
}
