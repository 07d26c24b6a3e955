using System.Text.Json;
using Mesh.Models.CausalVae3d;
using Mesh.Models.Clip;
using Mesh.Models.Llama;

namespace Mesh.Editing.Families;

/// <summary>
/// The config.json files that HunyuanVideo's networks are published with, each beside its weights. What one leaves out
/// is as in the released network.
/// </summary>
internal static class PublishedConfigs
{
    public static LlamaConfig Llama(JsonElement config)
    {
        var (root, released) = (TextPart(config), LlamaConfig.Llava8B);
        return new()
        {
            VocabularySize = Integer(root, "vocab_size") ?? released.VocabularySize,
            HiddenSize = Integer(root, "hidden_size") ?? released.HiddenSize,
            FfnSize = Integer(root, "intermediate_size") ?? released.FfnSize,
            NumLayers = Integer(root, "num_hidden_layers") ?? released.NumLayers,
            NumHeads = Integer(root, "num_attention_heads") ?? released.NumHeads,
            NumKeyValueHeads = Integer(root, "num_key_value_heads") ?? released.NumKeyValueHeads,
            HeadSize = Integer(root, "head_dim"),
            RopeTheta = Number(root, "rope_theta") ?? released.RopeTheta,
            NormEps = Number(root, "rms_norm_eps") ?? released.NormEps,
        };
    }

    public static ClipTextConfig Clip(JsonElement config)
    {
        var (root, released) = (TextPart(config), ClipTextConfig.Large);
        return released with
        {
            VocabularySize = Integer(root, "vocab_size") ?? released.VocabularySize,
            MaxLength = Integer(root, "max_position_embeddings") ?? released.MaxLength,
            HiddenSize = Integer(root, "hidden_size") ?? released.HiddenSize,
            FfnSize = Integer(root, "intermediate_size") ?? released.FfnSize,
            NumLayers = Integer(root, "num_hidden_layers") ?? released.NumLayers,
            NumHeads = Integer(root, "num_attention_heads") ?? released.NumHeads,
            NormEps = Number(root, "layer_norm_eps") ?? released.NormEps,
            EndId = Integer(root, "eos_token_id") is { } end ? ClipTextConfig.EndOf(end) : released.EndId,
        };
    }

    public static CausalVae3dConfig Vae(JsonElement root)
    {
        var released = CausalVae3dConfig.HunyuanVae;
        return released with
        {
            LatentChannels = Integer(root, "latent_channels") ?? released.LatentChannels,
            BlockChannels = root.TryGetProperty("block_out_channels", out var channels)
                ? [.. channels.EnumerateArray().Select(number => number.GetInt32())]
                : released.BlockChannels,
            NumLayers = Integer(root, "layers_per_block") ?? released.NumLayers,
            NumNormGroups = Integer(root, "norm_num_groups") ?? released.NumNormGroups,
            TileSize = Integer(root, "sample_size") ?? released.TileSize,
            TileFrames = Integer(root, "sample_tsize") ?? released.TileFrames,
            ScalingFactor = Number(root, "scaling_factor") ?? released.ScalingFactor,
            TemporalFactor = Integer(root, "time_compression_ratio") ?? released.TemporalFactor,
            SpatialFactor = Integer(root, "spatial_compression_ratio") ?? released.SpatialFactor,
            MidAttention = !root.TryGetProperty("mid_block_add_attention", out var middle) || middle.GetBoolean(),
        };
    }

    private static JsonElement TextPart(JsonElement config) =>
        config.TryGetProperty("text_config", out var text) && text.ValueKind == JsonValueKind.Object ? text : config;

    private static int? Integer(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static double? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
