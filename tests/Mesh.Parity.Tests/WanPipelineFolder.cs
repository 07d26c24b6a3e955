using System.Text.Json;
using System.Text.Json.Nodes;
using Mesh.Editing.Families;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>A folder as Wan and VACE are published, made of recorded weights.</summary>
internal static class WanPipelineFolder
{
    private static readonly (string Part, string File)[] Parts =
    [
        ("transformer", "diffusion_pytorch_model.safetensors"),
        ("vae", "vae.safetensors"),
        ("text_encoder", "text_encoder.safetensors"),
    ];

    /// <param name="golden">The recorded pipeline.</param>
    /// <param name="example">One of its cases.</param>
    /// <param name="folder">Where to write.</param>
    public static void Write(Golden golden, JsonElement example, string folder)
    {
        foreach (var (part, file) in Parts)
        {
            var prefix = $"w.{part}.";
            SafetensorsWriter.Save(
                Path.Combine(folder, file),
                golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(name => new KeyValuePair<string, Tensor>(name[prefix.Length..], golden[name])));
        }

        var tokenizer = Path.Combine(folder, "google", "umt5-xxl");
        Directory.CreateDirectory(tokenizer);
        File.Copy(
            Path.Combine(GoldenKinds.Folder, golden.Config.GetProperty("tokenizer").GetString()!),
            Path.Combine(tokenizer, "tokenizer.json"));

        var transformer = JsonObject.Create(golden.Config.GetProperty("transformer"))!;
        transformer["_class_name"] = "VaceWanModel";
        File.WriteAllText(Path.Combine(folder, "config.json"), transformer.ToJsonString());
        File.WriteAllText(
            Path.Combine(folder, "model.json"), JsonSerializer.Serialize(Config(golden, example), ModelJson.Options));
    }

    private static WanModelConfig Config(Golden golden, JsonElement example) => new()
    {
        Vae = WanGoldenConfig.Vae(golden.Config.GetProperty("vae"), Numbers(golden["vae.mean"]),
            Numbers(golden["vae.std"])),
        Text = Umt5Kind.Config(golden.Config.GetProperty("text_encoder")),
        ControlScale = example.Number("scale", 1),
        Defaults = WanModelConfig.Released(hasContext: true) with
        {
            Steps = example.Integer("steps"),
            Guidance = example.Number("cfg", 5),
            Shift = example.Number("shift", 16),
            NegativePrompt = example.GetProperty("neg").GetString()!,
        },
    };

    private static double[] Numbers(Tensor values) => values.to(ScalarType.Float64).data<double>().ToArray();
}
