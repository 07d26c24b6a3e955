using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Models.CausalVae3d;
using Mesh.Models.Clip;
using Mesh.Models.Llama;
using Mesh.Models.MmDit;
using Mesh.TestKit;
using Mesh.Tensors;
using Mesh.Tokenizers;
using static Mesh.Editing.Tests.TinyWeights;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>
/// A folder as HunyuanVideo and ICVE are published, at tiny sizes with random weights: the transformer in shards, the
/// autoencoder as PyTorch saved it, the text encoders with their configs and tokenizers.
/// </summary>
internal static class TinyIcve
{
    public const string VaeFile = "hunyuan-video-t2v-720p/vae/pytorch_model.pt";

    private static readonly string Tokenizers = Path.Combine(RepositoryRoot.Path, "tests", "goldens", "tokenizers");

    public static MmDitConfig Transformer { get; } = MmDitConfig.Hunyuan13B with
    {
        InChannels = 4,
        TextChannels = 16,
        PooledChannels = 8,
        HiddenSize = 24,
        NumHeads = 2,
        NumDoubleBlocks = 3,
        NumSingleBlocks = 3,
        RopeChannels = [4, 4, 4],
    };

    private static CausalVae3dConfig Vae { get; } = CausalVae3dConfig.HunyuanVae with
    {
        LatentChannels = 4,
        BlockChannels = [4, 4, 4, 4],
        NumLayers = 1,
        NumNormGroups = 2,
    };

    /// <summary>Writes the folder; the weights are the same on every call.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="hasSettings">Whether a model.json asks for few steps and short texts.</param>
    /// <param name="text">Channels of the LLaMA.</param>
    /// <param name="pooled">Channels of the CLIP.</param>
    public static string Write(string folder, bool hasSettings = true, int text = 16, int pooled = 8)
    {
        var llama = Llama(Copied(folder, "text_encoder", "llama3")) with { HiddenSize = text };
        var clip = Clip(Copied(folder, "text_encoder_2", "clip")) with { HiddenSize = pooled };
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var random = new Generator(3);
        Save("text_encoder/model.safetensors", new LlamaModel(llama));
        Save("text_encoder_2/model.safetensors", new ClipTextModel(clip));
        Shard(folder, Random(
            new MmDitModel(Transformer with { TextChannels = text, PooledChannels = pooled }), random));
        Torch(Path.Combine(folder, VaeFile), Random(new CausalVae3dModel(Vae), random), prefix: "vae.");
        WriteConfigs(folder, llama, clip);
        if (hasSettings)
            WriteSettings(folder);
        return folder;

        void Save(string file, nn.Module module) =>
            SafetensorsWriter.Save(Path.Combine(folder, file), StateDict.Of(Random(module, random)));
    }

    /// <summary>Writes a model.json that says how the model is run, and nothing of what it is.</summary>
    public static void WriteSettings(string folder, EditDefaults? defaults = null) => File.WriteAllText(
        Path.Combine(folder, "model.json"),
        JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["family"] = "icve",
                ["prompt"] = new Dictionary<string, object> { ["maxTokens"] = 10 },
                ["defaults"] = defaults ?? IcveModelConfig.Released with { Steps = 2, Frames = 9, Overlap = 4 },
            },
            ModelJson.Options));

    // As they lie beside the weights; what they leave out is as in the released networks.
    private static void WriteConfigs(string folder, LlamaConfig llama, ClipTextConfig clip)
    {
        Write("config.json", new { _class_name = "HYVideoDiffusionTransformer" });
        Write("text_encoder/config.json", new
        {
            model_type = "llama",
            vocab_size = llama.VocabularySize,
            hidden_size = llama.HiddenSize,
            intermediate_size = llama.FfnSize,
            num_hidden_layers = llama.NumLayers,
            num_attention_heads = llama.NumHeads,
            num_key_value_heads = llama.NumKeyValueHeads,
        });
        Write("text_encoder_2/config.json", new
        {
            text_config = new
            {
                vocab_size = clip.VocabularySize,
                hidden_size = clip.HiddenSize,
                intermediate_size = clip.FfnSize,
                num_hidden_layers = clip.NumLayers,
                num_attention_heads = clip.NumHeads,
                max_position_embeddings = clip.MaxLength,
                eos_token_id = 2,
            },
        });
        Write("hunyuan-video-t2v-720p/vae/config.json", new
        {
            latent_channels = Vae.LatentChannels,
            block_out_channels = Vae.BlockChannels,
            layers_per_block = Vae.NumLayers,
            norm_num_groups = Vae.NumNormGroups,
        });

        void Write(string file, object config) =>
            File.WriteAllText(Path.Combine(folder, file), JsonSerializer.Serialize(config));
    }

    // The size of the vocabulary.
    private static int Copied(string folder, string part, string tokenizer)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, part)).FullName;
        File.Copy(Path.Combine(Tokenizers, tokenizer, "tokenizer.json"), Path.Combine(target, "tokenizer.json"), true);
        return Tokenizer.Open(target).Size;
    }

    private static LlamaConfig Llama(int words) => new()
    {
        VocabularySize = words,
        HiddenSize = 16,
        FfnSize = 24,
        NumLayers = 4,
        NumHeads = 2,
        NumKeyValueHeads = 1,
        RopeTheta = 500_000,
    };

    private static ClipTextConfig Clip(int words) => ClipTextConfig.Large with
    {
        VocabularySize = words,
        MaxLength = 12,
        HiddenSize = 8,
        FfnSize = 16,
        NumLayers = 1,
        NumHeads = 2,
    };
}
