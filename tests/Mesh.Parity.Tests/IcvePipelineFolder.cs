using System.Text.Json;
using Mesh.Editing;
using Mesh.Editing.Families;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>A model folder in the published layout, made of recorded weights.</summary>
internal static class IcvePipelineFolder
{
    private static readonly (string Part, string File)[] Parts =
    [
        ("transformer", "diffusion_pytorch_model.safetensors"),
        ("vae", "vae/diffusion_pytorch_model.safetensors"),
        ("text_encoder", "text_encoder/model.safetensors"),
        ("text_encoder_2", "text_encoder_2/model.safetensors"),
    ];

    public static void Write(Golden golden, string folder)
    {
        foreach (var (part, file) in Parts)
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var prefix = $"w.{part}.";
            SafetensorsWriter.Save(path, golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => new KeyValuePair<string, Tensor>(name[prefix.Length..], golden[name])));
        }

        foreach (var tokenizer in golden.Config.GetProperty("tokenizers").EnumerateObject())
        {
            var source = Path.Combine(GoldenKinds.Folder, tokenizer.Value.GetString()!);
            File.Copy(source, Path.Combine(folder, tokenizer.Name, "tokenizer.json"));
        }

        var config = Config(golden, golden.Config);
        File.WriteAllText(
            Path.Combine(folder, "model.json"), JsonSerializer.Serialize(config, ModelJson.Options));
    }

    private static IcveModelConfig Config(Golden golden, JsonElement cfg)
    {
        var (text, pooled) = (cfg.GetProperty("text_encoder"), cfg.GetProperty("text_encoder_2"));
        return new IcveModelConfig
        {
            Transformer = MmDitGoldenConfig.Of(golden, cfg.GetProperty("transformer"), "w.transformer."),
            Vae = CausalVaeGoldenConfig.Of(cfg.GetProperty("vae")),
            Prompt = new PromptConfig
            {
                Llama = EncoderGoldenConfig.Llama(text),
                SkippedLayers = text.Integer("hidden_states_skip"),
                MaxTokens = text.Integer("max_length"),
                Clip = EncoderGoldenConfig.ClipText(pooled),
            },
            Defaults = IcveModelConfig.Released with
            {
                Steps = cfg.Integer("steps"),
                Guidance = cfg.Number("guidance_scale", 6),
                Shift = cfg.Number("flow_shift", 7),
                EmbeddedGuidance = cfg.Number("embedded_guidance_scale", 1),
                NegativePrompt = cfg.GetProperty("negative_prompt").GetString()!,
                Height = cfg.Integer("target_height"),
                Width = cfg.Integer("target_width"),
                Frames = cfg.Integer("frames"),
                Overlap = 0,
                Fit = FrameFit.Cover,
            },
        };
    }
}
