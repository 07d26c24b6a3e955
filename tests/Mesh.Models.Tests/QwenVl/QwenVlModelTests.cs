using Mesh.Models.Llama;
using Mesh.Models.QwenVl;
using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.QwenVl;

public sealed class QwenVlModelTests
{
    private const int Image = 60;
    private const int Video = 61;

    private static readonly QwenVlConfig Tiny = new()
    {
        Text = new()
        {
            VocabularySize = 64,
            HiddenSize = 32,
            FfnSize = 48,
            NumLayers = 2,
            NumHeads = 4,
            NumKeyValueHeads = 2,
            RopeTheta = 1e6,
            RopeSections = [1, 1, 2],
            HasQkvBias = true,
        },
        Vision = new()
        {
            NumLayers = 2,
            HiddenSize = 16,
            FfnSize = 24,
            NumHeads = 2,
            PatchSize = 2,
            WindowSize = 8,
            FullAttentionLayers = [1],
            OutputSize = 32,
        },
        ImageId = Image,
        VideoId = Video,
    };

    [Fact]
    public void The_network_of_seven_billion_has_the_published_names_and_size()
    {
        var model = new QwenVlModel(QwenVlConfig.Qwen7B, Layers.On(device("meta")));
        var weights = StateDict.Of(model);

        Assert.Equal(8_292_166_656, model.parameters().Sum(weight => weight.numel()));
        Assert.Equal(729, weights.Count);
        Assert.Equal([1280, 3, 2, 14, 14], weights["visual.patch_embed.proj.weight"].shape);
        Assert.Equal([3840], weights["visual.blocks.31.attn.qkv.bias"].shape);
        Assert.Equal([3584, 5120], weights["visual.merger.mlp.2.weight"].shape);
        Assert.Equal([512, 3584], weights["model.layers.27.self_attn.v_proj.weight"].shape);
    }

    [Fact]
    public void The_network_of_three_billion_has_the_published_size()
    {
        var model = new QwenVlModel(QwenVlConfig.Qwen3B, Layers.On(device("meta")));

        Assert.Equal(3_754_622_976, model.parameters().Sum(weight => weight.numel()));
        Assert.Equal(824, StateDict.Of(model).Count);
    }

    [Theory]
    [InlineData("visual.blocks.0.norm1.weight", "visual.blocks.0.norm1.weight")]
    [InlineData("model.visual.merger.ln_q.weight", "visual.merger.ln_q.weight")]
    [InlineData("model.language_model.norm.weight", "model.norm.weight")]
    [InlineData("model.norm.weight", "model.norm.weight")]
    [InlineData("lm_head.weight", "lm_head.weight")]
    [InlineData("model.rotary_emb.inv_freq", null)]
    public void Published_names_of_every_age_find_their_weights(string published, string? key) =>
        Assert.Equal(key, QwenVlNames.KeyOf(published, Tiny));

    [Fact]
    public void A_tied_output_layer_has_no_weights_of_its_own()
    {
        var tied = Tiny with { TiesEmbeddings = true };

        Assert.Null(QwenVlNames.KeyOf("lm_head.weight", tied));
        Assert.DoesNotContain("lm_head.weight", StateDict.Of(new QwenVlModel(tied)).Keys);
        using var scope = NewDisposeScope();
        var ids = tensor(new long[] { 1, 2, 3 }).unsqueeze(0);
        Assert.Equal([1, 3, 64], new QwenVlModel(tied).call(new(ids, ones_like(ids))).shape);
    }

    [Fact]
    public void A_picture_counts_only_in_its_own_row()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = new QwenVlModel(Tiny);
        var text = tensor(new long[] { 5, 6, 7, 8, 9, 10 });
        var picture = tensor(new long[] { 5, Image, Image, 8, 9, 10 });
        var patches = new VisualPatches(randn(8, 24), [new(1, 2, 4)]);
        var both = stack([text, picture]);

        var alone = model.States(new(text.unsqueeze(0), ones(1, 6, ScalarType.Int64)));
        var together = model.States(new(both, ones_like(both)) { Images = patches });

        Assert.True(alone[0].allclose(together[0], 1e-4, 1e-5));
        Assert.False(alone[0].allclose(together[1], 1e-4, 1e-5));
    }

    [Theory]
    [InlineData(new long[] { 5, Image, 8, 9 }, "takes 2 tokens in a row")]
    [InlineData(new long[] { 5, Image, Image, 7, Image, Image }, "more than the 1 pictures")]
    [InlineData(new long[] { 5, 6, 7 }, "0 pictures and 0 videos, but 1 and 0")]
    [InlineData(new long[] { 5, Video, Video }, "more than the 0 videos")]
    public void Tokens_that_do_not_fit_the_pictures_are_refused(long[] ids, string reason)
    {
        using var scope = NewDisposeScope();
        var row = tensor(ids).unsqueeze(0);
        var input = new QwenVlInput(row, ones_like(row)) { Images = new(randn(8, 24), [new(1, 2, 4)]) };

        var error = Assert.Throws<ArgumentException>(() => new QwenVlModel(Tiny).States(input));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Patches_that_do_not_fit_their_grids_are_refused()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ShapeException>(
            () => new QwenVlModel(Tiny).Features(new(randn(7, 24), [new(1, 2, 4)])));

        Assert.Contains("[8, 24]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Generation_ends_at_a_stop_token()
    {
        using var scope = NewDisposeScope();
        var model = new QwenVlModel(Tiny);
        var ids = tensor(new long[] { 1, 2, 3 }).unsqueeze(0);
        var input = new QwenVlInput(ids, ones_like(ids));
        var free = model.Generate(input, new GenerationOptions { MaxTokens = 4 })[0];

        var stopped = model.Generate(input, new GenerationOptions { MaxTokens = 4, StopIds = [free[0]] })[0];

        Assert.Equal(4, free.Length);
        Assert.Empty(stopped);
    }
}
