using System.Text.Json;
using Mesh.Models.CausalVae3d;

namespace Mesh.Parity.Tests;

/// <summary>From the constructor arguments of the reference video autoencoder to our config.</summary>
internal static class CausalVaeGoldenConfig
{
    private static readonly string[] Known =
    [
        "in_channels", "out_channels", "down_block_types", "up_block_types", "block_out_channels", "layers_per_block",
        "act_fn", "latent_channels", "norm_num_groups", "sample_size", "sample_tsize", "scaling_factor", "force_upcast",
        "spatial_compression_ratio", "time_compression_ratio", "mid_block_add_attention",
    ];

    public static CausalVae3dConfig Of(JsonElement cfg)
    {
        Assert.Empty(cfg.EnumerateObject().Select(setting => setting.Name).Except(Known));
        Assert.Equal("silu", Optional(cfg, "act_fn")?.GetString() ?? "silu");
        Assert.Equal(Integer(cfg, "in_channels", 3), Integer(cfg, "out_channels", 3));

        var config = new CausalVae3dConfig
        {
            VideoChannels = Integer(cfg, "in_channels", 3),
            LatentChannels = Integer(cfg, "latent_channels", 4),
            BlockChannels = [.. cfg.GetProperty("block_out_channels").EnumerateArray().Select(x => x.GetInt32())],
            NumLayers = Integer(cfg, "layers_per_block", 1),
            NumNormGroups = Integer(cfg, "norm_num_groups", 32),
            TileSize = Integer(cfg, "sample_size", 32),
            TileFrames = Integer(cfg, "sample_tsize", 64),
            ScalingFactor = Optional(cfg, "scaling_factor")?.GetDouble() ?? 0.18215,
            SpatialFactor = Integer(cfg, "spatial_compression_ratio", 8),
            TemporalFactor = Integer(cfg, "time_compression_ratio", 4),
            MidAttention = Optional(cfg, "mid_block_add_attention")?.GetBoolean() ?? true,
        };
        config.Validate();
        return config;
    }

    private static int Integer(JsonElement cfg, string name, int otherwise) =>
        Optional(cfg, name)?.GetInt32() ?? otherwise;

    private static JsonElement? Optional(JsonElement cfg, string name) =>
        cfg.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
