using System.Text.Json;
using Mesh.Models.Clip;
using Mesh.Models.Llama;

namespace Mesh.Parity.Tests;

/// <summary>From the constructor arguments of the reference encoders to our configs.</summary>
internal static class EncoderGoldenConfig
{
    public static LlamaConfig Llama(JsonElement cfg) => new()
    {
        VocabularySize = cfg.Integer("vocab_size"),
        HiddenSize = cfg.Integer("hidden_size"),
        FfnSize = cfg.Integer("intermediate_size"),
        NumLayers = cfg.Integer("num_hidden_layers"),
        NumHeads = cfg.Integer("num_attention_heads"),
        NumKeyValueHeads = cfg.Integer("num_key_value_heads", cfg.Integer("num_attention_heads")),
        HeadSize = cfg.Optional("head_dim")?.GetInt32(),
        RopeTheta = cfg.Number("rope_theta", 10_000),
        NormEps = cfg.Number("rms_norm_eps", 1e-6),
    };

    public static ClipTextConfig ClipText(JsonElement cfg) => new()
    {
        VocabularySize = cfg.Integer("vocab_size"),
        MaxLength = cfg.Integer("max_position_embeddings"),
        HiddenSize = cfg.Integer("hidden_size"),
        FfnSize = cfg.Integer("intermediate_size"),
        NumLayers = cfg.Integer("num_hidden_layers"),
        NumHeads = cfg.Integer("num_attention_heads"),
        NormEps = cfg.Number("layer_norm_eps", 1e-5),
        Activation = Activation(cfg),
        EndId = ClipTextConfig.EndOf(cfg.Integer("eos_token_id", 49407)),
    };

    public static ClipVisionConfig ClipVision(JsonElement cfg) => new()
    {
        ImageSize = cfg.Integer("image_size"),
        PatchSize = cfg.Integer("patch_size"),
        HiddenSize = cfg.Integer("hidden_size"),
        FfnSize = cfg.Integer("intermediate_size"),
        NumLayers = cfg.Integer("num_hidden_layers"),
        NumHeads = cfg.Integer("num_attention_heads"),
        NormEps = cfg.Number("layer_norm_eps", 1e-5),
        Activation = Activation(cfg),
    };

    private static ClipActivation Activation(JsonElement cfg) => cfg.Text("hidden_act", "quick_gelu") switch
    {
        "quick_gelu" => ClipActivation.QuickGelu,
        "gelu" => ClipActivation.Gelu,
        var other => throw new NotSupportedException($"hidden_act '{other}' is not supported."),
    };
}
