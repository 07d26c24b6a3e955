using Mesh.Models.Umt5;
using Mesh.Models.Wan;
using Mesh.Models.WanVae;
using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.Wan;

/// <summary>The published sizes, built of shapes alone.</summary>
public sealed class WanPresetTests
{
    private static readonly Layers Shapes = Layers.On(device("meta"));

    public static TheoryData<string, WanConfig, long, int> Presets { get; } = new()
    {
        { "T2V 1.3B", WanConfig.Wan1_3B, 1_418_996_800, 825 },
        { "T2V 14B", WanConfig.Wan14B, 14_288_491_584, 1095 },
        { "VACE 1.3B", WanConfig.Vace1_3B, 2_153_972_032, 1264 },
        { "VACE 14B", WanConfig.Vace14B, 17_337_592_896, 1331 },
    };

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_transformer_has_the_published_number_of_weights(
        string name, WanConfig config, long weights, int tensors)
    {
        using var model = new WanModel(config, Shapes);

        var state = StateDict.Of(model);
        Assert.Equal((name, weights, tensors), (name, state.Values.Sum(tensor => tensor.numel()), state.Count));
    }

    [Fact]
    public void The_context_branch_has_the_published_names_and_shapes()
    {
        using var model = new WanModel(WanConfig.Vace14B, Shapes);

        var state = StateDict.Of(model);
        Assert.Equal([5120, 96, 1, 2, 2], state["vace_patch_embedding.weight"].shape);
        Assert.Equal([5120, 5120], state["vace_blocks.0.before_proj.weight"].shape);
        Assert.Equal([5120, 5120], state["vace_blocks.7.after_proj.weight"].shape);
        Assert.Equal([1, 6, 5120], state["vace_blocks.7.modulation"].shape);
        Assert.Equal([13824, 5120], state["blocks.39.ffn.0.weight"].shape);
        Assert.Equal([5120], state["blocks.39.self_attn.norm_q.weight"].shape);
        Assert.Equal([64, 5120], state["head.head.weight"].shape);
        Assert.Equal(
            3_047_130_112,
            state.Where(pair => pair.Key.StartsWith("vace_blocks.", StringComparison.Ordinal))
                .Sum(pair => pair.Value.numel()));
        Assert.DoesNotContain("vace_blocks.8.after_proj.weight", state.Keys);
    }

    [Fact]
    public void The_autoencoder_has_the_published_number_of_weights()
    {
        using var model = new WanVaeModel(WanVaeConfig.Wan21, Shapes);

        Assert.Equal(126_892_531, StateDict.Of(model).Values.Sum(tensor => tensor.numel()));
    }

    [Fact]
    public void The_text_encoders_have_the_published_numbers_of_weights()
    {
        using var umt5 = new Umt5Model(Umt5Config.Xxl, Shapes);
        using var t5 = new Umt5Model(Umt5Config.T5Xxl, Shapes);

        Assert.Equal(5_680_910_336, StateDict.Of(umt5).Values.Sum(tensor => tensor.numel()));
        Assert.Equal(4_762_310_656, StateDict.Of(t5).Values.Sum(tensor => tensor.numel()));
    }
}
