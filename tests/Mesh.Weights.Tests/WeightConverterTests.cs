using Mesh.Models.MmDit;
using Mesh.Nn;
using Mesh.Nn.Lora;
using Mesh.Models.Names;
using Mesh.Tensors;
using Mesh.TestKit;
using Mesh.Weights.Conversion;
using Mesh.Weights.Inspection;
using Mesh.Weights.Kinds;
using Mesh.Weights.Lora;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Weights.Tests;

public sealed class WeightConverterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly MmDitModel _model = TinyTransformer.Of(AdaptableLinear.Over(Layers.Default));

    private string Input => _folder.At("in.safetensors");

    public WeightConverterTests() => SafetensorsWriter.Save(Input, StateDict.Of(_model));

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Names_go_to_diffusers_and_back_without_a_change()
    {
        Convert(Input, "theirs.safetensors", new() { Names = NameLayout.Diffusers });
        Convert(_folder.At("theirs.safetensors"), "ours.safetensors", new() { Names = NameLayout.Published });

        using var theirs = Checkpoint.Open(_folder.At("theirs.safetensors"));
        Assert.Contains("single_transformer_blocks.0.attn.to_k.weight", theirs.Names);
        Assert.True(theirs.Entries.Count > StateDict.Of(_model).Count);
        RequireSame(_folder.At("ours.safetensors"), StateDict.Of(_model));
    }

    [Fact]
    public void Shards_hold_together_and_merge_again()
    {
        var files = Convert(Input, "shards", new() { ShardBytes = 20_000 });

        Assert.True(files.Count > 3);
        Assert.All(files, file => Assert.StartsWith(_folder.At("shards"), file, StringComparison.Ordinal));
        Assert.All(files.SkipLast(1), file => Assert.InRange(new FileInfo(file).Length, 1, 40_000));
        Convert(_folder.At("shards"), "whole.safetensors", new());
        RequireSame(_folder.At("whole.safetensors"), StateDict.Of(_model));
    }

    [Fact]
    public void Precision_changes_for_numbers_with_a_fraction_alone()
    {
        SafetensorsWriter.Save(Input, new Dictionary<string, Tensor>
        {
            ["ids"] = arange(3),
            ["weight"] = tensor(new[] { 1f, 1.00390625f, 3 }),
        });

        Convert(Input, "half.safetensors", new() { DType = ScalarType.BFloat16 });

        using var file = SafetensorsFile.Open(_folder.At("half.safetensors"));
        Assert.Equal(ScalarType.Int64, file.Entries["ids"].DType);
        Assert.Equal(ScalarType.BFloat16, file.Entries["weight"].DType);
        Assert.Equal([1, 1, 3], file.Read("weight", ScalarType.Float32).data<float>().ToArray());
    }

    [Theory]
    [InlineData(NameLayout.Published)]
    [InlineData(NameLayout.Diffusers)]
    public void An_adapter_is_folded_in_under_either_names(NameLayout names)
    {
        manual_seed(5);
        var adapter = LoraAdapter.Create(_model, new(2, Alpha: 3), path => path.Contains("blocks.0"));
        using (no_grad())
        {
            foreach (var factor in adapter.Parameters())
                factor.copy_(randn(factor.shape));
        }
        using (var weights = adapter.Weights())
            LoraWriter.Write(_folder.At("lora.safetensors"), weights, LoraLayout.Original, null);
        adapter.Strength = 0.5;
        adapter.Merge();

        Convert(Input, "merged.safetensors", new()
        {
            Lora = _folder.At("lora.safetensors"),
            LoraStrength = 0.5,
            Names = names,
        });
        Convert(_folder.At("merged.safetensors"), "back.safetensors", new() { Names = NameLayout.Published });

        RequireSame(_folder.At("back.safetensors"), StateDict.Of(_model), tolerance: 1e-6);
    }

    [Fact]
    public void An_adapter_changes_its_layout_and_keeps_its_update()
    {
        var adapter = LoraAdapter.Create(_model, new(2, Alpha: 3), path => path.Contains("attn_qkv"));
        using var weights = adapter.Weights();
        LoraWriter.Write(_folder.At("lora.safetensors"), weights, LoraLayout.Original, null);

        Convert(_folder.At("lora.safetensors"), "peft", new() { LoraLayout = LoraLayout.Peft });

        using var read = LoraReader.Read(_folder.At("peft"), MmDitNames.Map(TinyTransformer.Config.HiddenSize));
        Assert.Equal(weights.Layers.Keys.Order(), read.Layers.Keys.Order());
        Assert.Contains("to_q", File.ReadAllText(_folder.At("peft/adapter_config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_tells_its_network_and_what_it_lacks()
    {
        var inspection = WeightInspection.Of(Input);

        Assert.Equal((WeightKind.HunyuanTransformer, NameLayout.Published), (inspection.Kind, inspection.Layout));
        Assert.Equal(StateDict.Of(_model).Values.Sum(weight => weight.numel()), inspection.Parameters);
        Assert.Equal(StateDict.Of(_model).Count, inspection.DTypes["float32"]);
        var fit = Assert.Single(inspection.Fits);
        Assert.False(fit.IsComplete);
        Assert.Contains(fit.Missing, name => name.StartsWith("double_blocks.19.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_published_size_is_complete_in_either_layout()
    {
        using var published = new MmDitModel(MmDitConfig.Hunyuan13B, Layers.On(device("meta"), ScalarType.BFloat16));
        var map = MmDitNames.Map(3072);
        var entries = StateDict.Of(published).ToDictionary(
            pair => pair.Key, pair => new TensorEntry(ScalarType.BFloat16, pair.Value.shape, 0, 0));
        var names = new WeightNames(WeightKind.HunyuanTransformer, NameLayout.Published, map);

        var fit = PresetFit.Of(
            WeightPreset.All.First(preset => preset.Kind == names.Kind), Inventory.Of(entries, names));

        Assert.True(fit.IsComplete, fit.ToString());
        Assert.Equal(12_821_012_544, entries.Values.Sum(entry => entry.Shape.Aggregate(1L, (n, size) => n * size)));
    }

    private IReadOnlyList<string> Convert(string input, string output, ConversionOptions options) =>
        WeightConverter.Convert(input, _folder.At(output), options);

    private static void RequireSame(string path, Dictionary<string, Tensor> expected, double tolerance = 0)
    {
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), checkpoint.Names.Order(StringComparer.Ordinal));
        foreach (var (name, weight) in expected)
            Assert.True(checkpoint.Read(name).allclose(weight, rtol: tolerance, atol: tolerance), name);
    }
}
