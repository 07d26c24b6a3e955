using System.Text.Json;
using Mesh.Models.MmDit;

namespace Mesh.Parity.Tests;

/// <summary>From the constructor arguments of the reference transformer to our config.</summary>
internal static class MmDitGoldenConfig
{
    private static readonly string[] Known =
    [
        "patch_size", "in_channels", "out_channels", "hidden_size", "heads_num", "mlp_width_ratio", "mlp_act_type",
        "mm_double_blocks_depth", "mm_single_blocks_depth", "rope_dim_list", "rope_theta", "guidance_embed", "qk_norm",
        "qk_norm_type", "qkv_bias", "text_projection", "text_states_dim", "text_states_dim_2", "use_attention_mask",
    ];

    /// <summary>Text widths and the refiner's depth, where the config is silent, come from the weights.</summary>
    public static MmDitConfig Of(Golden golden) => Of(golden, golden.Config, "w.");

    /// <param name="golden">Holds the weights.</param>
    /// <param name="cfg">Constructor arguments of the network.</param>
    /// <param name="prefix">Of its weights.</param>
    public static MmDitConfig Of(Golden golden, JsonElement cfg, string prefix)
    {
        Assert.Empty(cfg.EnumerateObject().Select(setting => setting.Name).Except(Known));
        Assert.Equal("gelu_tanh", Text(cfg, "mlp_act_type", "gelu_tanh"));
        Assert.True(Flag(cfg, "qkv_bias", true), "A network without q, k, v bias is not supported.");

        var config = new MmDitConfig
        {
            InChannels = cfg.GetProperty("in_channels").GetInt32(),
            TextChannels = (int)golden.ShapeOf(TextInput(golden, prefix))[1],
            PooledChannels = (int)golden.ShapeOf($"{prefix}vector_in.in_layer.weight")[1],
            HiddenSize = cfg.GetProperty("hidden_size").GetInt32(),
            NumHeads = cfg.GetProperty("heads_num").GetInt32(),
            NumDoubleBlocks = cfg.GetProperty("mm_double_blocks_depth").GetInt32(),
            NumSingleBlocks = cfg.GetProperty("mm_single_blocks_depth").GetInt32(),
            RopeChannels = Integers(cfg.GetProperty("rope_dim_list")),
            PatchSize = Integers(cfg.GetProperty("patch_size")),
            OutChannels = Optional(cfg, "out_channels") is { } channels ? channels.GetInt32() : 0,
            MlpRatio = Optional(cfg, "mlp_width_ratio")?.GetDouble() ?? 4,
            RopeTheta = Optional(cfg, "rope_theta")?.GetDouble() ?? 256,
            GuidanceEmbed = Flag(cfg, "guidance_embed", false),
            NumRefinerBlocks = RefinerBlocks(golden, prefix),
            QkNorm = NormOf(cfg),
            TextProjection = ProjectionOf(cfg),
        };
        config.Validate();
        return config;
    }

    private static QkNorm NormOf(JsonElement cfg) =>
        (Flag(cfg, "qk_norm", true), Text(cfg, "qk_norm_type", "rms")) switch
        {
            (false, _) => QkNorm.None,
            (true, "rms") => QkNorm.Rms,
            (true, "layer") => QkNorm.Layer,
            var (_, other) => throw new NotSupportedException($"qk_norm_type '{other}' is not supported."),
        };

    private static TextProjection ProjectionOf(JsonElement cfg) =>
        Text(cfg, "text_projection", "single_refiner") switch
        {
            "single_refiner" => TextProjection.Refiner,
            "linear" => TextProjection.Linear,
            var other => throw new NotSupportedException($"text_projection '{other}' is not supported."),
        };

    private static string TextInput(Golden golden, string prefix) =>
        golden.Has($"{prefix}txt_in.input_embedder.weight")
            ? $"{prefix}txt_in.input_embedder.weight"
            : $"{prefix}txt_in.linear_1.weight";

    private static int RefinerBlocks(Golden golden, string prefix) => golden.Names.Count(name =>
        name.StartsWith($"{prefix}txt_in.individual_token_refiner.blocks.", StringComparison.Ordinal)
        && name.EndsWith(".norm1.weight", StringComparison.Ordinal));

    private static JsonElement? Optional(JsonElement cfg, string name) =>
        cfg.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool Flag(JsonElement cfg, string name, bool otherwise) =>
        Optional(cfg, name)?.GetBoolean() ?? otherwise;

    private static string? Text(JsonElement cfg, string name, string otherwise) =>
        Optional(cfg, name)?.GetString() ?? otherwise;

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt32())];
}
