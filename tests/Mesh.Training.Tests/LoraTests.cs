using Mesh.Distributed;
using Mesh.Editing.Tests;
using Mesh.Models.Names;
using Mesh.Stores.Artifacts;
using Mesh.Tensors;
using Mesh.TestKit;
using Mesh.Training.Checkpoints;
using Mesh.Training.Data;
using Mesh.Training.Publishing;
using Mesh.Training.Recipes;
using Mesh.Training.Runs;
using Mesh.Weights.Lora;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>Runs that train low-rank updates of a network.</summary>
public sealed class LoraTests : IDisposable
{
    private const int Steps = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly string _base;

    public LoraTests() => _base = SmokeRun.WriteWeights(_folder.At("base.safetensors"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_changes_the_updates_and_leaves_the_network_as_it_is()
    {
        using var scope = NewDisposeScope();
        var recipe = IcveRecipes.Smoke() with { Lora = SmokeRun.Lora };
        var samples = new SmokeSamples(recipe);
        using var network = RunNetwork.Build(recipe, MeshRank.Alone, CPU, _base);
        var flow = new FlowPass(network.Model, recipe, samples, CPU);
        var trained = network.Weights.Trained.Select(unit => unit.Shard.clone()).ToList();
        for (var step = 0; step < 3; step++)
        {
            var (input, velocity) = flow.Prepare(new MicroBatch(samples.Buckets[0], [0, 2]), "test", step);
            network.Weights.BeginPass();
            flow.Loss(input, velocity).backward();
            network.Weights.EndPass();
            network.Optimizer.Step(step, 1e-2, network.Optimizer.GradNorm(), recipe.MaxGradNorm);
        }

        using var published = Checkpoint.Open(_base);
        var weights = StateDict.Of(network.Model);
        Assert.All(weights, pair => Assert.True(pair.Value.bytes.SequenceEqual(published.Read(pair.Key).bytes)));
        Assert.All(network.Weights.Trained.Zip(trained), pair => Assert.False(pair.First.Shard.allclose(pair.Second)));
        var names = network.Weights.Trained.SelectMany(unit => unit.Slots).Select(slot => slot.Name).ToList();
        Assert.Equal(2 * (4 * 2 + 2 * 2), names.Count);  // two factors; 4 layers of 2 blocks, and 2 of 2
        Assert.All(names, name => Assert.Matches(@"^(double|single)_blocks\.\d\.\w+\.lora_[AB]$", name));
    }

    [Fact]
    public async Task What_is_published_is_a_lora_of_the_averaged_updates()
    {
        var folder = _folder.At("run");
        using (var run = SmokeRun.Of(folder, Steps, MeshRank.Alone, loraOn: _base))
            Assert.True(run.Run(CancellationToken.None));
        var store = new DirectoryArtifactStore(folder);
        var manifest = await new CheckpointFolder(store).ReadAsync(2 * Steps);

        await PublishedWeights.WriteAsync(store, 2 * Steps, _folder.At("lora.safetensors"), ScalarType.BFloat16);

        var hidden = IcveRecipes.Smoke().Transformer.HiddenSize;
        using var lora = LoraReader.Read(_folder.At("lora.safetensors"), MmDitNames.Map(hidden));
        using var reader = new ShardReader(new CheckpointFolder(store).Fetch(manifest));
        Assert.Equal(manifest.Weights.Count, 2 * lora.Layers.Count);
        foreach (var (layer, factors) in lora.Layers)
        {
            Assert.Equal(2, factors.Scale);
            Assert.True(factors.Up.abs().max().ToSingle() > 0, layer);
            Assert.True(reader.Whole("average", $"{layer}.lora_A", factors.Down.numel())
                .equal(factors.Down.flatten()).all().ToBoolean(), layer);
            Assert.True(reader.Whole("average", $"{layer}.lora_B", factors.Up.numel())
                .equal(factors.Up.flatten()).all().ToBoolean(), layer);
        }
    }

    [Fact]
    public async Task A_served_model_has_the_updates_in_its_weights()
    {
        using var scope = NewDisposeScope();
        var folder = _folder.At("run");
        using (var run = SmokeRun.Of(folder, Steps, MeshRank.Alone, loraOn: _base))
            Assert.True(run.Run(CancellationToken.None));
        var store = new DirectoryArtifactStore(folder);
        TinyNano.Write(_folder.At("complete"));
        SmokeRun.WriteWeights(_folder.At("complete/transformer.safetensors"), seed: 4);  // not what was trained on
        var layout = new ServingFolder(_folder.At("complete"));

        await layout.WriteAsync(store, 2 * Steps, _folder.At("served"), ScalarType.Float32, _base);

        var hidden = IcveRecipes.Smoke().Transformer.HiddenSize;
        await PublishedWeights.WriteAsync(store, 2 * Steps, _folder.At("lora.safetensors"), ScalarType.Float32);
        using var lora = LoraReader.Read(_folder.At("lora.safetensors"), MmDitNames.Map(hidden));
        using var before = Checkpoint.Open(_base);
        using var served = Checkpoint.Open(layout.WeightsOf(_folder.At("served")));
        Assert.Equal(before.Names.Order(), served.Names.Order());
        foreach (var name in before.Names)
        {
            var expected = before.Read(name);
            if (lora.Layers.TryGetValue(name.Replace(".weight", "", StringComparison.Ordinal), out var factors))
            {
                Assert.False(expected.allclose(served.Read(name)), name);
                expected += (factors.Up.matmul(factors.Down) * factors.Scale).view(expected.shape);
            }
            Assert.True(expected.allclose(served.Read(name), rtol: 1e-5, atol: 1e-6), name);
        }
    }

    [Fact]
    public void A_run_goes_on_only_on_the_weights_it_began_with()
    {
        using (var run = SmokeRun.Of(_folder.At("run"), Steps, MeshRank.Alone, loraOn: _base))
            run.Run(CancellationToken.None);
        var other = SmokeRun.WriteWeights(_folder.At("other.safetensors"), seed: 4);
        using var resumed = SmokeRun.Of(_folder.At("run"), Steps, MeshRank.Alone, loraOn: other);

        var error = Assert.Throws<InvalidDataException>(() => resumed.Run(CancellationToken.None));

        Assert.Contains("The checkpoint has adapter 'rank 2, alpha 4, img_attn_qkv", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_is_not_there_is_told_with_those_that_are()
    {
        var recipe = IcveRecipes.Smoke() with { Lora = SmokeRun.Lora with { Targets = ["linear1", "to_q"] } };

        var error = Assert.Throws<ArgumentException>(() => RunNetwork.Build(recipe, MeshRank.Alone, CPU, _base));

        Assert.StartsWith("The network has no linear layer 'to_q' to update; there are ", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("img_attn_qkv", error.Message, StringComparison.Ordinal);
    }
}
