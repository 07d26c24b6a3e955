using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Models.Umt5;
using Mesh.Models.Wan;
using Mesh.Models.WanVae;
using Mesh.TestKit;
using static Mesh.Editing.Tests.TinyWeights;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>A folder as Wan and VACE are published, of the real classes at tiny sizes with random weights.</summary>
internal static class TinyWan
{
    public static WanModelConfig Settings { get; } = new()
    {
        Vae = new()
        {
            LatentChannels = 4,
            BaseChannels = 4,
            NumLayers = 1,
            LatentMean = [0.1, -0.2, 0.3, 0],
            LatentStd = [1, 2, 0.5, 1],
        },
        Text = new()
        {
            VocabularySize = 1420,
            HiddenSize = 8,
            AttentionSize = 8,
            FfnSize = 12,
            NumHeads = 2,
            NumLayers = 1,
            NumBuckets = 8,
        },
        Defaults = WanModelConfig.Released(hasContext: true) with
        {
            Steps = 3,
            Height = 32,
            Width = 48,
            Frames = 9,
            Overlap = 4,
            NegativePrompt = "blurry",
        },
    };

    private static WanConfig Transformer(bool hasContext) => new()
    {
        InChannels = 4,
        OutChannels = 4,
        HiddenSize = 24,
        FfnSize = 16,
        NumHeads = 2,
        NumLayers = 3,
        TextChannels = 8,
        TextLength = 12,
        FreqDim = 8,
        Vace = hasContext ? new() { Layers = [0, 2], InChannels = 72 } : null,
    };

    /// <summary>Writes the folder; the weights are the same on every call with a seed.</summary>
    public static string Write(string folder, bool hasContext = true, ulong seed = 7)
    {
        Directory.CreateDirectory(folder);
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var random = new Generator(seed);
        var config = Transformer(hasContext);
        Shard(folder, Random(new WanModel(config), random));
        Torch(Path.Combine(folder, "Wan2.1_VAE.pth"), Random(new WanVaeModel(Settings.Vae), random));
        Torch(Path.Combine(folder, "models_t5_umt5-xxl-enc-bf16.pth"), Random(new Umt5Model(Settings.Text), random));

        var tokenizer = Directory.CreateDirectory(Path.Combine(folder, "google", "umt5-xxl")).FullName;
        File.Copy(
            Path.Combine(RepositoryRoot.Path, "tests", "goldens", "tokenizers", "umt5", "tokenizer.json"),
            Path.Combine(tokenizer, "tokenizer.json"), overwrite: true);
        File.WriteAllText(
            Path.Combine(folder, "model.json"), JsonSerializer.Serialize(Settings, ModelJson.Options));
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(Published(config)));
        return folder;
    }

    // As the authors write it.
    private static Dictionary<string, object> Published(WanConfig config)
    {
        var json = new Dictionary<string, object>
        {
            ["_class_name"] = config.Vace is null ? "WanModel" : "VaceWanModel",
            ["_diffusers_version"] = "0.30.0",
            ["model_type"] = config.Vace is null ? "t2v" : "vace",
            ["dim"] = config.HiddenSize,
            ["eps"] = config.NormEps,
            ["ffn_dim"] = config.FfnSize,
            ["freq_dim"] = config.FreqDim,
            ["in_dim"] = config.InChannels,
            ["num_heads"] = config.NumHeads,
            ["num_layers"] = config.NumLayers,
            ["out_dim"] = config.OutChannels,
            ["text_dim"] = config.TextChannels,
            ["text_len"] = config.TextLength,
        };
        if (config.Vace is { } vace)
            (json["vace_layers"], json["vace_in_dim"]) = (vace.Layers, vace.InChannels);
        return json;
    }
}
