using System.Text.Json;
using Mesh.Models.Wan;
using Mesh.Models.WanVae;

namespace Mesh.Parity.Tests;

/// <summary>From the constructor arguments of the reference Wan networks to our configs.</summary>
internal static class WanGoldenConfig
{
    public static WanConfig Transformer(JsonElement cfg) => new()
    {
        InChannels = Integer(cfg, "in_dim", 16),
        OutChannels = Integer(cfg, "out_dim", 16),
        HiddenSize = Integer(cfg, "dim", 2048),
        FfnSize = Integer(cfg, "ffn_dim", 8192),
        NumHeads = Integer(cfg, "num_heads", 16),
        NumLayers = Integer(cfg, "num_layers", 32),
        TextChannels = Integer(cfg, "text_dim", 4096),
        TextLength = Integer(cfg, "text_len", 512),
        FreqDim = Integer(cfg, "freq_dim", 256),
        PatchSize = Integers(cfg, "patch_size") ?? [1, 2, 2],
        NormEps = cfg.TryGetProperty("eps", out var eps) ? eps.GetDouble() : 1e-6,
        QkNorm = Boolean(cfg, "qk_norm", true),
        CrossAttentionNorm = Boolean(cfg, "cross_attn_norm", true),
        Vace = Integers(cfg, "vace_layers") is { } layers
            ? new VaceConfig { Layers = layers, InChannels = Integer(cfg, "vace_in_dim", 96) }
            : null,
    };

    /// <param name="cfg">Constructor arguments.</param>
    /// <param name="mean">Recorded mean of each latent channel.</param>
    /// <param name="std">Standard deviation of each latent channel.</param>
    public static WanVaeConfig Vae(JsonElement cfg, IReadOnlyList<double> mean, IReadOnlyList<double> std) => new()
    {
        BaseChannels = Integer(cfg, "dim", 128),
        LatentChannels = Integer(cfg, "z_dim", 4),
        ChannelFactors = Integers(cfg, "dim_mult") ?? [1, 2, 4, 4],
        NumLayers = Integer(cfg, "num_res_blocks", 2),
        HalvesTime = [.. cfg.GetProperty("temperal_downsample").EnumerateArray().Select(x => x.GetBoolean())],
        LatentMean = mean,
        LatentStd = std,
    };

    private static int Integer(JsonElement cfg, string name, int otherwise) =>
        cfg.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

    private static bool Boolean(JsonElement cfg, string name, bool otherwise) =>
        cfg.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;

    private static int[]? Integers(JsonElement cfg, string name) =>
        cfg.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(x => x.GetInt32())]
            : null;
}
