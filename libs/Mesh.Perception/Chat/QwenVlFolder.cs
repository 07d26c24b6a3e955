using System.Text.Json;
using Mesh.Models.Llama;
using Mesh.Models.QwenVl;
using Mesh.Perception.Networks;

namespace Mesh.Perception.Chat;

/// <summary>What the published config.json of a Qwen2.5-VL says.</summary>
internal static class QwenVlFolder
{
    /// <exception cref="ArgumentException">It is another network, or the sizes do not fit.</exception>
    public static QwenVlConfig Config(JsonElement json)
    {
        var kind = VitFolder.Optional(json, "model_type")?.GetString();
        if (kind is not (null or "qwen2_5_vl"))
            throw new ArgumentException($"model_type must be qwen2_5_vl, got {kind}.");

        // Newer files keep the language model apart.
        var text = VitFolder.Optional(json, "text_config") is { ValueKind: JsonValueKind.Object } part
            && part.TryGetProperty("hidden_size", out _) ? part : json;
        var language = Text(text);
        var config = new QwenVlConfig
        {
            Text = language,
            Vision = Vision(json.GetProperty("vision_config"), language.HiddenSize),
            ImageId = json.GetProperty("image_token_id").GetInt32(),
            VideoId = json.GetProperty("video_token_id").GetInt32(),
            TiesEmbeddings = VitFolder.Optional(json, "tie_word_embeddings")?.GetBoolean() ?? false,
        };
        config.Validate();
        return config;
    }

    /// <summary>Most tokens of conversation and reply together.</summary>
    public static int Context(JsonElement json)
    {
        var text = VitFolder.Optional(json, "text_config") ?? json;
        return VitFolder.Optional(text, "max_position_embeddings")?.GetInt32()
            ?? VitFolder.Optional(json, "max_position_embeddings")?.GetInt32() ?? 32768;
    }

    private static LlamaConfig Text(JsonElement json) => new()
    {
        VocabularySize = json.GetProperty("vocab_size").GetInt32(),
        HiddenSize = json.GetProperty("hidden_size").GetInt32(),
        FfnSize = json.GetProperty("intermediate_size").GetInt32(),
        NumLayers = json.GetProperty("num_hidden_layers").GetInt32(),
        NumHeads = json.GetProperty("num_attention_heads").GetInt32(),
        NumKeyValueHeads = json.GetProperty("num_key_value_heads").GetInt32(),
        RopeTheta = Rope(json, "rope_theta")?.GetDouble() ?? 1_000_000,
        RopeSections = Integers((Rope(json, "mrope_section")
            ?? throw new ArgumentException("rope_scaling.mrope_section is missing.")).EnumerateArray()),
        HasQkvBias = true,
        NormEps = VitFolder.Optional(json, "rms_norm_eps")?.GetDouble() ?? 1e-6,
    };

    private static QwenVlVisionConfig Vision(JsonElement json, int output)
    {
        var standard = new QwenVlVisionConfig { OutputSize = output };
        return new()
        {
            NumLayers = Whole("depth", standard.NumLayers),
            HiddenSize = Whole("hidden_size", standard.HiddenSize),
            FfnSize = Whole("intermediate_size", standard.FfnSize),
            NumHeads = Whole("num_heads", standard.NumHeads),
            Channels = Whole("in_chans", Whole("in_channels", standard.Channels)),
            PatchSize = Whole("patch_size", standard.PatchSize),
            FramesPerPatch = Whole("temporal_patch_size", standard.FramesPerPatch),
            MergeSize = Whole("spatial_merge_size", standard.MergeSize),
            WindowSize = Whole("window_size", standard.WindowSize),
            FullAttentionLayers = VitFolder.Optional(json, "fullatt_block_indexes") is { } layers
                ? Integers(layers.EnumerateArray())
                : standard.FullAttentionLayers,
            OutputSize = Whole("out_hidden_size", output),
            PlacesPerSecond = Whole("tokens_per_second", standard.PlacesPerSecond),
        };

        int Whole(string name, int otherwise) => VitFolder.Optional(json, name)?.GetInt32() ?? otherwise;
    }

    private static JsonElement? Rope(JsonElement json, string name) => VitFolder.Optional(json, name)
        ?? (VitFolder.Optional(json, "rope_scaling") ?? VitFolder.Optional(json, "rope_parameters")) switch
        {
            { } rope => VitFolder.Optional(rope, name),
            null => null,
        };

    private static int[] Integers(JsonElement.ArrayEnumerator list) => [.. list.Select(item => item.GetInt32())];
}
