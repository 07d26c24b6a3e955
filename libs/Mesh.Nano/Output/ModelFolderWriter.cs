using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Nano.Recipe;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Nano.Output;

/// <summary>Writes the files of a nano model folder.</summary>
internal static class ModelFolderWriter
{
    public const string Config = "config.json";
    public const string Transformer = "transformer.safetensors";
    public const string Vae = "vae.safetensors";
    public const string Text = "text.safetensors";

    /// <summary>Half precision: three more bits of mantissa than bfloat16; no weight comes near its range.</summary>
    private const ScalarType Stored = ScalarType.Float16;

    public static void SaveConfig(string folder, NanoRecipe recipe)
    {
        var config = new NanoModelConfig
        {
            Transformer = recipe.Transformer,
            Vae = recipe.Vae,
            Text = recipe.Text,
            Defaults = recipe.Defaults,
        };
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Config), JsonSerializer.Serialize(config, ModelJson.Options) + "\n");
    }

    /// <summary>Replaces one file of weights, at once.</summary>
    public static void SaveWeights(string path, IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        SafetensorsWriter.Save(
            path, [.. weights.Select(weight => KeyValuePair.Create(weight.Key, weight.Value.to(Stored)))]);
    }
}
