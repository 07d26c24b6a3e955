using System.Text.Json;
using Mesh.Models.Llama;
using Mesh.Models.QwenVl;

namespace Mesh.Editing.Pictures;

/// <summary>The config.json of Qwen2.5-VL, flat or with the language model in "text_config".</summary>
internal static class QwenVlJson
{
    public static QwenVlConfig Read(JsonElement json)
    {
        var text = json.TryGetProperty("text_config", out var nested) ? nested : json;
        var scaling = text.TryGetProperty("rope_scaling", out var own) ? own : json.GetProperty("rope_scaling");
        return new()
        {
            Text = Text(text) with { RopeSections = scaling.Integers("mrope_section") },
            Vision = Vision(json.GetProperty("vision_config")),
            ImageId = json.Integer("image_token_id", QwenVlConfig.Qwen7B.ImageId),
            VideoId = json.Integer("video_token_id", QwenVlConfig.Qwen7B.VideoId),
            TiesEmbeddings = json.Is("tie_word_embeddings"),
        };
    }

    private static LlamaConfig Text(JsonElement json) => new()
    {
        VocabularySize = json.Integer("vocab_size"),
        HiddenSize = json.Integer("hidden_size"),
        FfnSize = json.Integer("intermediate_size"),
        NumLayers = json.Integer("num_hidden_layers"),
        NumHeads = json.Integer("num_attention_heads"),
        NumKeyValueHeads = json.Integer("num_key_value_heads"),
        RopeTheta = json.Number("rope_theta", 1_000_000),
        NormEps = json.Number("rms_norm_eps", 1e-6),
        HasQkvBias = true,
    };

    private static QwenVlVisionConfig Vision(JsonElement json)
    {
        var common = QwenVlConfig.Qwen7B.Vision;
        return common with
        {
            NumLayers = json.Integer("depth", common.NumLayers),
            HiddenSize = json.Integer("hidden_size", common.HiddenSize),
            FfnSize = json.Integer("intermediate_size", common.FfnSize),
            NumHeads = json.Integer("num_heads", common.NumHeads),
            PatchSize = json.Integer("patch_size", common.PatchSize),
            FramesPerPatch = json.Integer("temporal_patch_size", common.FramesPerPatch),
            MergeSize = json.Integer("spatial_merge_size", common.MergeSize),
            WindowSize = json.Integer("window_size", common.WindowSize),
            FullAttentionLayers = json.TryGetProperty("fullatt_block_indexes", out _)
                ? json.Integers("fullatt_block_indexes")
                : common.FullAttentionLayers,
            OutputSize = json.Integer("out_hidden_size", common.OutputSize),
            PlacesPerSecond = json.Integer("tokens_per_second", common.PlacesPerSecond),
        };
    }
}
