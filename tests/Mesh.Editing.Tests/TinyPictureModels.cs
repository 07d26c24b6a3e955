using System.Text.Json;
using Mesh.Models.Clip;
using Mesh.Models.Flux;
using Mesh.Models.FluxVae;
using Mesh.Models.Names;
using Mesh.Models.QwenImage;
using Mesh.Models.QwenVl;
using Mesh.Models.Umt5;
using Mesh.Models.WanVae;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>Picture editors in the layout of diffusers: the real classes, tiny, with random weights.</summary>
internal sealed class TinyPictureModels : IDisposable
{
    private static readonly string Tokenizers = Path.Combine(RepositoryRoot.Path, "tests", "goldens", "tokenizers");

    private readonly string _folder;
    private readonly Generator _random = new(5);

    private TinyPictureModels(string folder) => _folder = folder;

    public void Dispose() => _random.Dispose();

    public static string WriteFlux(string folder)
    {
        using var scope = NewDisposeScope();
        using var models = new TinyPictureModels(folder);
        models.Flux();
        return folder;
    }

    /// <param name="folder">Where to write.</param>
    /// <param name="pipeline">Name of the published pipeline.</param>
    public static string WriteQwen(string folder, string pipeline = "QwenImageEditPlusPipeline")
    {
        using var scope = NewDisposeScope();
        using var models = new TinyPictureModels(folder);
        models.Qwen(pipeline);
        return folder;
    }

    private void Flux()
    {
        Json("model_index.json", """{ "_class_name": "FluxKontextPipeline", "_diffusers_version": "0.35.0" }""");
        Json("model.json", """{ "steps": 2, "guidance": 2.5, "area": 1024 }""");
        Json("transformer/config.json", """
            { "_class_name": "FluxTransformer2DModel", "in_channels": 16, "num_layers": 1, "num_single_layers": 1,
              "attention_head_dim": 8, "num_attention_heads": 2, "joint_attention_dim": 12,
              "pooled_projection_dim": 8, "guidance_embeds": true, "axes_dims_rope": [2, 2, 4] }
            """);
        Json("vae/config.json", """
            { "_class_name": "AutoencoderKL", "latent_channels": 4, "block_out_channels": [4, 4, 8, 8],
              "layers_per_block": 1, "norm_num_groups": 2, "scaling_factor": 0.36, "shift_factor": 0.12 }
            """);
        Json("text_encoder/config.json", """
            { "vocab_size": 1527, "hidden_size": 8, "intermediate_size": 12, "num_hidden_layers": 1,
              "num_attention_heads": 2, "max_position_embeddings": 77, "eos_token_id": 2 }
            """);
        Json("text_encoder_2/config.json", """
            { "vocab_size": 1420, "d_model": 12, "d_kv": 4, "d_ff": 16, "num_heads": 2, "num_layers": 2,
              "relative_attention_num_buckets": 8, "relative_attention_max_distance": 32 }
            """);
        Tokenizer("clip", "tokenizer");
        Tokenizer("umt5", "tokenizer_2");

        Save("text_encoder/model", new ClipTextModel(ClipTextConfig.Large with
        {
            VocabularySize = 1527,
            HiddenSize = 8,
            FfnSize = 12,
            NumLayers = 1,
            NumHeads = 2,
        }));
        Save("text_encoder_2/model", new Umt5Model(new()
        {
            VocabularySize = 1420,
            HiddenSize = 12,
            AttentionSize = 8,
            FfnSize = 16,
            NumHeads = 2,
            NumLayers = 2,
            NumBuckets = 8,
            MaxDistance = 32,
            SharedPositions = true,
        }), PublishedT5);
        Save("vae/diffusion_pytorch_model", new FluxVaeModel(new()
        {
            LatentChannels = 4,
            BlockChannels = [4, 4, 8, 8],
            NumLayers = 1,
            NumNormGroups = 2,
        }));
        Save("transformer/diffusion_pytorch_model", new FluxModel(new()
        {
            InChannels = 16,
            TextChannels = 12,
            PooledChannels = 8,
            NumHeads = 2,
            HeadDim = 8,
            NumDoubleBlocks = 1,
            NumSingleBlocks = 1,
            RopeChannels = [2, 2, 4],
        }));
    }

    private void Qwen(string pipeline)
    {
        Json("model_index.json", $$"""{ "_class_name": "{{pipeline}}" }""");
        Json("model.json", """{ "steps": 2, "guidance": 4, "area": 4096, "conditionArea": 4096 }""");
        Json("transformer/config.json", """
            { "in_channels": 16, "out_channels": 4, "num_layers": 1, "attention_head_dim": 8,
              "num_attention_heads": 2, "joint_attention_dim": 16, "axes_dims_rope": [2, 2, 4],
              "guidance_embeds": false }
            """);
        Json("vae/config.json", """
            { "base_dim": 4, "z_dim": 4, "dim_mult": [1, 2, 4, 4], "num_res_blocks": 1, "attn_scales": [],
              "temperal_downsample": [false, true, true], "latents_mean": [0.1, 0, -0.2, 0.3],
              "latents_std": [1, 2, 0.5, 1] }
            """);
        Json("text_encoder/config.json", """
            { "vocab_size": 1412, "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2,
              "num_attention_heads": 2, "num_key_value_heads": 1, "rope_theta": 1000000, "rms_norm_eps": 1e-6,
              "rope_scaling": { "type": "mrope", "mrope_section": [2, 1, 1] }, "image_token_id": 1410,
              "video_token_id": 1411, "tie_word_embeddings": false,
              "vision_config": { "depth": 1, "hidden_size": 16, "intermediate_size": 20, "num_heads": 2,
                "fullatt_block_indexes": [0], "out_hidden_size": 16 } }
            """);
        Tokenizer("qwen2", "tokenizer");

        Save("text_encoder/model", new QwenVlModel(new()
        {
            Text = new()
            {
                VocabularySize = 1412,
                HiddenSize = 16,
                FfnSize = 24,
                NumLayers = 2,
                NumHeads = 2,
                NumKeyValueHeads = 1,
                RopeTheta = 1_000_000,
                RopeSections = [2, 1, 1],
                HasQkvBias = true,
                NormEps = 1e-6,
            },
            Vision = new()
            {
                NumLayers = 1,
                HiddenSize = 16,
                FfnSize = 20,
                NumHeads = 2,
                FullAttentionLayers = [0],
                OutputSize = 16,
            },
            ImageId = 1410,
            VideoId = 1411,
        }));
        var vae = new WanVaeConfig
        {
            LatentChannels = 4,
            BaseChannels = 4,
            NumLayers = 1,
            LatentMean = [0.1, 0, -0.2, 0.3],
            LatentStd = [1, 2, 0.5, 1],
        };
        var names = WanVaeNames.Map(vae);
        Save("vae/diffusion_pytorch_model", new WanVaeModel(vae), name => [names.ToDiffusers(name)[0]]);
        Save("transformer/diffusion_pytorch_model", new QwenImageModel(new()
        {
            InChannels = 16,
            OutChannels = 4,
            TextChannels = 16,
            NumHeads = 2,
            HeadDim = 8,
            NumLayers = 1,
            RopeChannels = [2, 2, 4],
        }));
    }

    // The embedding stands there twice.
    private static string[] PublishedT5(string ours)
    {
        const string Block = "encoder.block.";
        string[] all =
        [
            "shared.weight", "encoder.final_layer_norm.weight",
            Block + "0.layer.0.SelfAttention.relative_attention_bias.weight",
            .. from layer in (int[])[0, 1]
            from part in (string[])
            [
                "layer.0.layer_norm", "layer.0.SelfAttention.q", "layer.0.SelfAttention.k", "layer.0.SelfAttention.v",
                "layer.0.SelfAttention.o", "layer.1.layer_norm", "layer.1.DenseReluDense.wi_0",
                "layer.1.DenseReluDense.wi_1", "layer.1.DenseReluDense.wo",
            ]
            select $"{Block}{layer}.{part}.weight",
        ];
        var name = all.Single(published => T5Names.KeyOf(published) == ours);
        return name == "shared.weight" ? [name, "encoder.embed_tokens.weight"] : [name];
    }

    private void Save(string name, nn.Module module, Func<string, string[]>? published = null)
    {
        using var mode = no_grad();
        foreach (var (_, parameter) in module.named_parameters())
            parameter.copy_(randn(parameter.shape, generator: _random) * 0.3);
        SafetensorsWriter.Save(
            At($"{name}.safetensors"),
            StateDict.Of(module).SelectMany(pair => (published?.Invoke(pair.Key) ?? [pair.Key])
                .Select(key => KeyValuePair.Create(key, pair.Value))));
    }

    private void Tokenizer(string source, string target) => File.Copy(
        Path.Combine(Tokenizers, source, "tokenizer.json"), At($"{target}/tokenizer.json"), overwrite: true);

    private void Json(string file, string text)
    {
        using var parsed = JsonDocument.Parse(text);
        File.WriteAllText(At(file), text);
    }

    private string At(string file)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
