using System.Text.Json;
using Mesh.Models.Clip;
using Mesh.Models.Flux;
using Mesh.Models.FluxVae;
using Mesh.Models.Names;
using Mesh.Models.Umt5;
using Mesh.Nn;

namespace Mesh.Editing.Pictures;

/// <summary>FLUX.1 Kontext from its published folder.</summary>
internal static class FluxPictureLoader
{
    private const int MaxTokens = 512;

    public static FluxPictureEditor Load(ModelFiles files, ModelPlace place)
    {
        var layers = Layers.On(place.Device, place.DType);
        var defaults = files.Settings<PictureDefaults>() ?? new(Steps: 28, Guidance: 2.5, Area: 1024 * 1024);
        var parts = new List<IDisposable>();
        try
        {
            var clipConfig = Clip(files.Document("text_encoder/config.json"));
            var t5Config = T5(files.Document("text_encoder_2/config.json"));
            var clip = Kept(files.Weights(
                () => new ClipTextModel(clipConfig, layers), (_, _) => ClipTextModel.KeyOf, "text_encoder"));
            var t5 = Kept(files.Weights(
                () => new Umt5Model(t5Config, layers), (_, _) => T5Names.KeyOf, "text_encoder_2"));
            var vae = Kept(files.Weights(
                () => new FluxVaeModel(Vae(files.Document("vae/config.json")), layers), "vae"));
            var transformer = Kept(files.Weights(
                () => new FluxModel(Transformer(files.Document("transformer/config.json")), layers), "transformer"));
            var prompts = new FluxPrompts(
                files.Tokenizer("tokenizer"), clip, files.Tokenizer("tokenizer_2"), t5, MaxTokens);
            return new(files.Name, defaults, place, prompts, vae, transformer);
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }

        T Kept<T>(T part)
            where T : IDisposable
        {
            parts.Add(part);
            return part;
        }
    }

    public static FluxConfig Transformer(JsonElement json) => new()
    {
        InChannels = json.Integer("in_channels"),
        TextChannels = json.Integer("joint_attention_dim"),
        PooledChannels = json.Integer("pooled_projection_dim"),
        NumHeads = json.Integer("num_attention_heads"),
        HeadDim = json.Integer("attention_head_dim"),
        NumDoubleBlocks = json.Integer("num_layers"),
        NumSingleBlocks = json.Integer("num_single_layers"),
        RopeChannels = json.TryGetProperty("axes_dims_rope", out _)
            ? json.Integers("axes_dims_rope")
            : FluxConfig.Kontext.RopeChannels,
        GuidanceEmbed = json.Is("guidance_embeds"),
    };

    private static FluxVaeConfig Vae(JsonElement json) => new()
    {
        LatentChannels = json.Integer("latent_channels"),
        BlockChannels = json.Integers("block_out_channels"),
        NumLayers = json.Integer("layers_per_block", 2),
        NumNormGroups = json.Integer("norm_num_groups", 32),
        Scale = json.Number("scaling_factor", 1),
        Shift = json.Number("shift_factor", 0),
    };

    private static ClipTextConfig Clip(JsonElement json) => ClipTextConfig.Large with
    {
        VocabularySize = json.Integer("vocab_size"),
        MaxLength = json.Integer("max_position_embeddings", 77),
        HiddenSize = json.Integer("hidden_size"),
        FfnSize = json.Integer("intermediate_size"),
        NumLayers = json.Integer("num_hidden_layers"),
        NumHeads = json.Integer("num_attention_heads"),
        NormEps = json.Number("layer_norm_eps", 1e-5),
        EndId = ClipTextConfig.EndOf(json.Integer("eos_token_id", 2)),
    };

    private static Umt5Config T5(JsonElement json) => new()
    {
        VocabularySize = json.Integer("vocab_size"),
        HiddenSize = json.Integer("d_model"),
        AttentionSize = json.Integer("d_kv") * json.Integer("num_heads"),
        FfnSize = json.Integer("d_ff"),
        NumHeads = json.Integer("num_heads"),
        NumLayers = json.Integer("num_layers"),
        NumBuckets = json.Integer("relative_attention_num_buckets", 32),
        MaxDistance = json.Integer("relative_attention_max_distance", 128),
        SharedPositions = true,
    };
}
