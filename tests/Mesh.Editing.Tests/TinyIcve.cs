using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Models.CausalVae3d;
using Mesh.Models.Clip;
using Mesh.Models.Llama;
using Mesh.Models.MmDit;
using Mesh.Tensors;
using Mesh.TestKit;
using Mesh.Tokenizers;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>A folder with HunyuanVideo's networks, all of them, at tiny sizes with random weights.</summary>
internal static class TinyIcve
{
    private static readonly string Tokenizers = Path.Combine(RepositoryRoot.Path, "tests", "goldens", "tokenizers");

    /// <summary>Writes the folder; the weights are the same on every call.</summary>
    public static string Write(string folder)
    {
        var words = Copied(folder, "text_encoder", "llama3");
        var config = Config(words, Copied(folder, "text_encoder_2", "clip"));
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(config, ModelJson.Options));

        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var random = new Generator(3);
        var prompt = config.Prompt;
        Save("text_encoder/model", new LlamaModel(prompt.Llama, skip: prompt.SkippedLayers));
        Save("text_encoder_2/model", new ClipTextModel(prompt.Clip));
        Save("vae/diffusion_pytorch_model", new CausalVae3dModel(config.Vae));
        Save("diffusion_pytorch_model", new MmDitModel(config.Transformer));
        return folder;

        void Save(string name, nn.Module module)
        {
            foreach (var (_, parameter) in module.named_parameters())
                parameter.copy_(randn(parameter.shape, generator: random) * 0.3);
            var path = Path.Combine(folder, $"{name}.safetensors");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            SafetensorsWriter.Save(path, module.state_dict());
        }
    }

    // The size of the vocabulary.
    private static int Copied(string folder, string part, string tokenizer)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, part)).FullName;
        File.Copy(Path.Combine(Tokenizers, tokenizer, "tokenizer.json"), Path.Combine(target, "tokenizer.json"), true);
        return Tokenizer.Open(target).Size;
    }

    private static IcveModelConfig Config(int words, int clipWords) => new()
    {
        Transformer = MmDitConfig.Hunyuan13B with
        {
            InChannels = 4,
            TextChannels = 16,
            PooledChannels = 8,
            HiddenSize = 16,
            NumHeads = 2,
            NumDoubleBlocks = 1,
            NumSingleBlocks = 1,
            RopeChannels = [2, 2, 4],
        },
        Vae = CausalVae3dConfig.HunyuanVae with
        {
            LatentChannels = 4,
            BlockChannels = [4, 4, 4, 4],
            NumLayers = 1,
            NumNormGroups = 2,
        },
        Prompt = new()
        {
            Llama = new()
            {
                VocabularySize = words,
                HiddenSize = 16,
                FfnSize = 24,
                NumLayers = 3,
                NumHeads = 2,
                NumKeyValueHeads = 1,
                RopeTheta = 500_000,
            },
            Clip = ClipTextConfig.Large with
            {
                VocabularySize = clipWords,
                MaxLength = 12,
                HiddenSize = 8,
                FfnSize = 16,
                NumLayers = 1,
                NumHeads = 2,
            },
            MaxTokens = 10,
        },
        Defaults = IcveModelConfig.Released with { Steps = 2, Frames = 9, Overlap = 4 },
    };
}
