using Mesh.Models.Llama;
using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.Llama;

public sealed class LlamaTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Generation_with_a_cache_equals_generation_without()
    {
        var model = TinyLlama.Model();
        var ids = TinyLlama.Ids(3, 1, 4, 1, 5);
        var rows = model.Generate(ids, ones_like(ids), new GenerationOptions { MaxTokens = 6 });

        foreach (var expected in rows[0])
        {
            Assert.Equal(model.call(ids, ones_like(ids))[0, -1].argmax().item<long>(), expected);
            ids = cat([ids, TinyLlama.Ids(expected)], 1);
        }
    }

    [Fact]
    public void A_batch_padded_at_the_left_continues_each_row_as_alone()
    {
        var model = TinyLlama.Model();
        var (first, second) = (TinyLlama.Ids(3, 1, 4, 1, 5), TinyLlama.Ids(9, 2));
        var batch = cat([first, cat([TinyLlama.Ids(0, 0, 0), second], 1)], 0);
        var mask = cat([ones_like(first), TinyLlama.Ids(0, 0, 0, 1, 1)], 0);
        var options = new GenerationOptions { MaxTokens = 5 };

        var together = model.Generate(batch, mask, options);

        Assert.Equal(model.Generate(first, ones_like(first), options)[0], together[0]);
        Assert.Equal(model.Generate(second, ones_like(second), options)[0], together[1]);
        Assert.Throws<ArgumentException>(() => model.Generate(batch, mask.flip(1), options));
    }

    [Fact]
    public void A_stop_token_ends_its_row_alone()
    {
        var model = TinyLlama.Model();
        var ids = cat([TinyLlama.Ids(3, 1, 4), TinyLlama.Ids(2, 7, 8)], 0);
        var options = new GenerationOptions { MaxTokens = 8 };
        var whole = model.Generate(ids, ones_like(ids), options);
        var stop = whole[0][2];
        var steps = 0;

        var stopped = model.Generate(ids, ones_like(ids), options with { StopIds = [stop] }, (_, _) => steps++);

        Assert.Equal(whole[0].TakeWhile(id => id != stop), stopped[0]);
        Assert.Equal(whole[1].TakeWhile(id => id != stop), stopped[1]);
        Assert.Equal(Math.Min(8, 1 + stopped.Max(row => row.Length)), steps);
    }

    [Fact]
    public void Draws_follow_the_seed_and_a_small_nucleus_is_greedy()
    {
        var model = TinyLlama.Model();
        var ids = TinyLlama.Ids(3, 1, 4);
        var options = new GenerationOptions { MaxTokens = 12, Temperature = 3, Seed = 1 };
        long[] Row(GenerationOptions chosen) => model.Generate(ids, ones_like(ids), chosen)[0];

        Assert.Equal(Row(options), Row(options));
        Assert.NotEqual(Row(options), Row(options with { Seed = 2 }));
        Assert.Equal(Row(options with { Temperature = null }), Row(options with { TopP = 1e-6 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Row(options with { TopP = 0 }));
    }

    [Fact]
    public void Padding_has_no_influence_on_tokens()
    {
        var model = TinyLlama.Model();
        var ids = TinyLlama.Ids(3, 1, 4, 9, 9);
        var mask = TinyLlama.Ids(1, 1, 1, 0, 0);
        var alone = model.call(ids.narrow(1, 0, 3), mask.narrow(1, 0, 3));

        Assert.True(model.call(ids, mask).narrow(1, 0, 3).allclose(alone, atol: 1e-5));
        Assert.Throws<ShapeException>(() => model.call(ids, mask.narrow(1, 0, 3)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("model.")]
    [InlineData("language_model.model.")]
    public void Published_names_load_and_layers_that_are_not_needed_stay_in_the_file(string prefix)
    {
        var whole = new LlamaModel(TinyLlama.Config);
        using var folder = new TestKit.TemporaryFolder();
        var path = folder.At("a.safetensors");
        SafetensorsWriter.Save(path, [
            .. StateDict.Of(whole).Select(pair => new KeyValuePair<string, Tensor>(prefix + pair.Key, pair.Value)),
            new("lm_head.weight", zeros(11, 16))]);

        using var file = Checkpoint.Open(path);
        var cut = new LlamaModel(TinyLlama.Config, skip: 1);
        StateDict.Load(cut, file, LlamaNames.KeysOf(file.Names, cut));

        Assert.DoesNotContain(StateDict.Of(cut).Keys, key => key.Contains("layers.1.") || key.StartsWith("norm"));
        Assert.All(StateDict.Of(cut), pair => Assert.True(pair.Value.allclose(StateDict.Of(whole)[pair.Key])));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void Heads_that_cannot_be_shared_are_refused(int shared) => Assert.Throws<ArgumentException>(
        () => new LlamaModel(TinyLlama.Config with { NumKeyValueHeads = shared }));
}
