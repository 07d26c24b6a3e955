using System.Text.Json;
using Mesh.Models.Vit;

namespace Mesh.Parity.Tests;

/// <summary>From the published config of a vision transformer to ours.</summary>
internal static class VitGoldenConfig
{
    public static VitConfig Of(JsonElement cfg, PositionRule positions = PositionRule.Resized)
    {
        Assert.Equal("gelu", cfg.GetProperty("hidden_act").GetString());
        var hidden = cfg.GetProperty("hidden_size").GetInt32();
        return new()
        {
            HiddenSize = hidden,
            NumLayers = cfg.GetProperty("num_hidden_layers").GetInt32(),
            NumHeads = cfg.GetProperty("num_attention_heads").GetInt32(),
            MlpSize = cfg.TryGetProperty("intermediate_size", out var size)
                ? size.GetInt32()
                : (int)(hidden * cfg.GetProperty("mlp_ratio").GetDouble()),
            PatchSize = cfg.GetProperty("patch_size").GetInt32(),
            ImageSize = cfg.GetProperty("image_size").GetInt32(),
            ImageChannels = cfg.GetProperty("num_channels").GetInt32(),
            NormEps = cfg.GetProperty("layer_norm_eps").GetDouble(),
            QkvBias = cfg.GetProperty("qkv_bias").GetBoolean(),
            GatedMlp = cfg.TryGetProperty("use_swiglu_ffn", out var gated) && gated.GetBoolean(),
            MaskToken = cfg.TryGetProperty("use_mask_token", out var masked) && masked.GetBoolean(),
            Positions = positions,
        };
    }
}
