using System.Text.Json;
using Mesh.Distributed;
using Mesh.Editing;
using Mesh.Stores.Artifacts;
using Mesh.Tensors;
using Mesh.TestKit;
using Mesh.Training.Publishing;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>Checkpoints as model folders.</summary>
public sealed class ServingFolderTests : IDisposable
{
    private const int Steps = 2;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("transformer.safetensors", "transformer.safetensors")]
    [InlineData("transformer/diffusion_pytorch_model.safetensors", "transformer/diffusion_pytorch_model.safetensors")]
    [InlineData("checkpoint/diffusion_pytorch_model.safetensors.index.json",
        "checkpoint/diffusion_pytorch_model.safetensors")]
    public async Task A_published_layout_is_kept_but_for_the_transformer(string weights, string expected)
    {
        var complete = Complete(weights);
        var layout = new ServingFolder(complete);
        using (var run = SmokeRun.Of(_folder.At("run"), Steps, MeshRank.Alone))
            Assert.True(run.Run(CancellationToken.None));

        await layout.WriteAsync(
            new DirectoryArtifactStore(_folder.At("run")), 2 * Steps, _folder.At("served"), ScalarType.Float32);

        var served = _folder.At("served");
        Assert.Equal(Path.Combine(complete, weights), layout.BaseWeights);
        Assert.Equal(Path.Combine(served, expected), layout.WeightsOf(served));
        Assert.Equal([layout.WeightsOf(served)], ModelFolder.WeightFiles(served, ModelParts.Transformer));
        Assert.Equal(
            new[] { "config.json", expected, "text_encoder/tokenizer.json", "vae/vae.safetensors" }.Order(),
            Directory.GetFiles(served, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(served, file)).Order());
        using var published = Checkpoint.Open(layout.WeightsOf(served));
        Assert.NotEmpty(published.Names);
    }

    [Fact]
    public void A_folder_without_a_transformer_is_no_base()
    {
        var complete = Complete("transformer.safetensors");
        File.Delete(Path.Combine(complete, "transformer.safetensors"));

        var error = Assert.Throws<InvalidDataException>(() => new ServingFolder(complete));

        Assert.Contains("has no weights of a transformer", error.Message, StringComparison.Ordinal);
    }

    // As ICVE is published; of the other networks nobody reads a byte.
    private string Complete(string weights)
    {
        var complete = _folder.At("complete");
        foreach (var file in new[] { weights, "text_encoder/tokenizer.json", "vae/vae.safetensors" })
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(complete, file))!);
        File.WriteAllText(Path.Combine(complete, "config.json"), """{"family":"icve"}""");
        File.WriteAllText(Path.Combine(complete, "text_encoder/tokenizer.json"), "words");
        File.WriteAllText(Path.Combine(complete, "vae/vae.safetensors"), "autoencoder");
        var path = Path.Combine(complete, weights);
        if (weights.EndsWith(".index.json", StringComparison.Ordinal))
            Shard(SmokeRun.WriteWeights(_folder.At("whole.safetensors")), path);
        else
            SmokeRun.WriteWeights(path);
        return complete;
    }

    private static void Shard(string whole, string index)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(whole);
        var map = checkpoint.Names.Index().ToDictionary(item => item.Item, item => $"{item.Index % 2}.safetensors");
        File.WriteAllText(index, JsonSerializer.Serialize(new { weight_map = map }));
        foreach (var shard in map.GroupBy(pair => pair.Value, pair => pair.Key))
        {
            SafetensorsWriter.Save(
                Path.Combine(Path.GetDirectoryName(index)!, shard.Key),
                shard.ToDictionary(name => name, name => checkpoint.Read(name)));
        }
    }
}
