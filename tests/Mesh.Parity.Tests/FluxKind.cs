using System.Text.Json;
using Mesh.Models.Flux;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>FLUX.1 Kontext: the transformer with a reference picture.</summary>
internal sealed class FluxKind : IGoldenKind
{
    private static readonly Dictionary<string, string> Watched = new()
    {
        ["x_embedder"] = "x_embedder",
        ["context_embedder"] = "context_embedder",
    };

    public bool Accepts(Golden golden) =>
        golden.Has("w.single_transformer_blocks.0.proj_mlp.weight") && golden.Has("in.image_latents");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var model = new FluxModel(Config(golden.Config));
        golden.Load(model);
        var input = new FluxInput(
            golden["in.latents"], [golden["in.image_latents"]], golden["in.text"], golden["in.pooled"],
            golden["in.timestep"], model.Config.GuidanceEmbed ? golden["in.guidance"] : null);

        using (var activations = new JointActivations(model, Watched))
        {
            var tokens = model.Tokens(input);
            activations.Verify(golden, "act.");
            Close.Assert("out.full", tokens, golden["out.full"]);
            Close.Assert("out.pred", tokens.narrow(1, 0, golden.ShapeOf("out.pred")[1]), golden["out.pred"]);
        }
        Close.Assert("out.pred_unpacked", model.call(input), golden["out.pred_unpacked"]);
    }

    private static FluxConfig Config(JsonElement cfg) => new()
    {
        InChannels = cfg.GetProperty("in_channels").GetInt32(),
        TextChannels = cfg.GetProperty("joint_attention_dim").GetInt32(),
        PooledChannels = cfg.GetProperty("pooled_projection_dim").GetInt32(),
        NumHeads = cfg.GetProperty("num_attention_heads").GetInt32(),
        HeadDim = cfg.GetProperty("attention_head_dim").GetInt32(),
        NumDoubleBlocks = cfg.GetProperty("num_layers").GetInt32(),
        NumSingleBlocks = cfg.GetProperty("num_single_layers").GetInt32(),
        RopeChannels = [.. cfg.GetProperty("axes_dims_rope").EnumerateArray().Select(x => x.GetInt32())],
        GuidanceEmbed = cfg.GetProperty("guidance_embeds").GetBoolean(),
    };
}
