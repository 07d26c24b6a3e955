using Mesh.Models.Names;
using Mesh.Nn;
using Mesh.Nn.Lora;
using Mesh.Tensors;
using Mesh.TestKit;
using Mesh.Weights.Lora;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Weights.Tests;

/// <summary>Adapters of HunyuanVideo, whose published layers diffusers splits into several.</summary>
public sealed class LoraFileTests : IDisposable
{
    private const string Split = "transformer.single_transformer_blocks.0.attn.";
    private const string Fused = "single_blocks.0.linear1";
    private const int Rank = 2;

    private static readonly NameMap Map = MmDitNames.Map(TinyTransformer.Config.HiddenSize);

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Dictionary<string, Tensor> _tensors = [];

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Updates_of_parts_change_their_own_rows_of_the_published_layer()
    {
        using var model = TinyTransformer.Of(AdaptableLinear.Over(Layers.Default));
        var before = StateDict.Of(model)[Fused + ".weight"].clone();
        var (q, v) = (Add("to_q", alpha: 2), Add("to_v", alpha: 6));

        using var weights = Read(name => StateDict.Of(model)[name].shape[0]);
        LoraAdapter.Attach(model, weights).Merge();

        var change = StateDict.Of(model)[Fused + ".weight"] - before;
        Assert.True(change.narrow(0, 0, 16).allclose(q, rtol: 0, atol: 1e-6));
        Assert.True(change.narrow(0, 32, 16).allclose(v, rtol: 0, atol: 1e-6));
        Assert.Equal(0, change.narrow(0, 16, 16).abs().sum().ToDouble());
        Assert.Equal(0, change.narrow(0, 48, 64).abs().sum().ToDouble());
    }

    [Fact]
    public void The_size_of_a_layer_that_is_updated_in_part_must_be_known()
    {
        Add("to_q", alpha: 2);

        var error = Assert.Throws<InvalidDataException>(() => Read(null));

        Assert.Contains(Fused, error.Message, StringComparison.Ordinal);
        Assert.Contains("proj_mlp", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LoraLayout.Peft)]
    [InlineData(LoraLayout.Diffusers)]
    [InlineData(LoraLayout.Original)]
    public void Every_layout_holds_the_same_update(LoraLayout layout)
    {
        using var model = TinyTransformer.Of(AdaptableLinear.Over(Layers.Default));
        manual_seed(1);
        var adapter = LoraAdapter.Create(model, new(Rank, Alpha: 5), path => path.StartsWith("double_blocks"));
        using (no_grad())
        {
            foreach (var factor in adapter.Parameters())
                factor.copy_(randn(factor.shape));
        }
        using var weights = adapter.Weights();
        var expected = Updates(model, weights);

        var path = _folder.At("adapter_model.safetensors");
        LoraWriter.Write(path, weights, layout, Map);
        using var read = LoraReader.Read(path, Map);

        Assert.Equal(expected.Keys.Order(), read.Layers.Keys.Order());
        foreach (var (layer, change) in Updates(model, read))
            Assert.True(change.allclose(expected[layer], rtol: 1e-5, atol: 1e-5), layer);
    }

    [Fact]
    public void A_layer_that_the_network_lacks_is_named()
    {
        _tensors["transformer.nowhere.lora_A.weight"] = randn(Rank, 16);
        _tensors["transformer.nowhere.lora_B.weight"] = randn(16, Rank);

        var error = Assert.Throws<InvalidDataException>(() => Read(null));

        Assert.Contains("transformer.nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_factor_is_named()
    {
        _tensors[Split + "to_q.lora_A.weight"] = randn(Rank, 16);

        var error = Assert.Throws<InvalidDataException>(() => Read(null));

        Assert.Contains("to_q lacks one of its two factors", error.Message, StringComparison.Ordinal);
    }

    // The update of a part, [16, 16].
    private Tensor Add(string part, float alpha)
    {
        var (down, up) = (randn(Rank, 16), randn(16, Rank));
        _tensors[$"{Split}{part}.lora_A.weight"] = down;
        _tensors[$"{Split}{part}.lora_B.weight"] = up;
        _tensors[$"{Split}{part}.alpha"] = tensor(alpha);
        return up.matmul(down) * (alpha / Rank);
    }

    private LoraWeights Read(Func<string, long?>? rowsOf)
    {
        var path = _folder.At("lora.safetensors");
        SafetensorsWriter.Save(path, _tensors);
        return LoraReader.Read(path, Map, rowsOf);
    }

    private static Dictionary<string, Tensor> Updates(nn.Module model, LoraWeights weights)
    {
        var before = StateDict.Of(model).ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var adapter = LoraAdapter.Attach(model, weights);
        adapter.Merge();
        var changes = weights.Layers.Keys.ToDictionary(
            layer => layer, layer => StateDict.Of(model)[layer + ".weight"] - before[layer + ".weight"]);
        adapter.Unmerge();
        adapter.Detach();
        return changes;
    }
}
