using Mesh.Models.QwenVl;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Encoder.Tests.Chat;

/// <summary>A Qwen2.5-VL of a few thousand weights in the layout in which the real ones are published.</summary>
internal static class TinyQwenVl
{
    public const string Name = "tiny-vl";

    private const string Config = """
        {
          "model_type": "qwen2_5_vl", "vocab_size": 1412, "hidden_size": 32, "intermediate_size": 48,
          "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "rms_norm_eps": 1e-06,
          "rope_theta": 1000000.0, "rope_scaling": {"type": "mrope", "mrope_section": [1, 1, 2]},
          "max_position_embeddings": 32768, "tie_word_embeddings": false,
          "image_token_id": 1410, "video_token_id": 1411,
          "vision_config": {
            "depth": 2, "hidden_size": 16, "intermediate_size": 24, "num_heads": 2, "in_chans": 3, "patch_size": 4,
            "spatial_merge_size": 2, "temporal_patch_size": 2, "tokens_per_second": 2, "window_size": 16,
            "out_hidden_size": 32, "fullatt_block_indexes": [1]
          }
        }
        """;

    private const string Processor = """{"min_pixels": 256, "max_pixels": 1024}""";

    /// <summary>Writes the folder.</summary>
    public static string Write(string parent)
    {
        var folder = Path.Combine(parent, Name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), Config);
        File.WriteAllText(Path.Combine(folder, "preprocessor_config.json"), Processor);
        File.Copy(
            Path.Combine(RepositoryRoot.Path, "tests/goldens/tokenizers/qwen2/tokenizer.json"),
            Path.Combine(folder, "tokenizer.json"));

        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        using var generator = new Generator(3);
        using var network = new QwenVlModel(Shape);
        foreach (var weight in network.parameters())
            weight.copy_(randn(weight.shape, generator: generator) * 0.6);
        SafetensorsWriter.Save(Path.Combine(folder, "model.safetensors"), StateDict.Of(network));
        return folder;
    }

    private static QwenVlConfig Shape { get; } = new()
    {
        Text = new()
        {
            VocabularySize = 1412,
            HiddenSize = 32,
            FfnSize = 48,
            NumLayers = 2,
            NumHeads = 4,
            NumKeyValueHeads = 2,
            RopeTheta = 1e6,
            RopeSections = [1, 1, 2],
            HasQkvBias = true,
        },
        Vision = new()
        {
            NumLayers = 2,
            HiddenSize = 16,
            FfnSize = 24,
            NumHeads = 2,
            PatchSize = 4,
            WindowSize = 16,
            FullAttentionLayers = [1],
            OutputSize = 32,
        },
        ImageId = 1410,
        VideoId = 1411,
    };
}
