using System.Text.Json;
using System.Text.Json.Nodes;
using Mesh.Models.Names;
using Mesh.Nn.Lora;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Weights.Lora;

/// <summary>Writes a LoRA in any of the published layouts.</summary>
public static class LoraWriter
{
    private const string PeftPrefix = "base_model.model.";
    private const string DiffusersPrefix = "transformer.";
    private const string OriginalPrefix = "diffusion_model.";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="path">The safetensors file; peft's config is written beside it.</param>
    /// <param name="weights">By the published paths of the layers.</param>
    /// <param name="layout">How.</param>
    /// <param name="map">
    /// Gives layers the names of diffusers; null keeps the published ones, as <see cref="LoraLayout.Original"/> does.
    /// </param>
    public static void Write(string path, LoraWeights weights, LoraLayout layout, NameMap? map)
    {
        using var scope = NewDisposeScope();
        var layers = layout == LoraLayout.Original || map is null
            ? weights.Layers.Select(pair => (Layer: pair.Key, Factors: pair.Value)).ToArray()
            : [.. weights.Layers.SelectMany(pair => LoraParts.Split(pair.Key, pair.Value, map))];
        var header = new Dictionary<string, string> { ["format"] = "pt" };
        if (layout == LoraLayout.Diffusers)
            header[LoraScale.HeaderKey] = Config(layers, DiffusersPrefix).ToJsonString();
        if (layout == LoraLayout.Peft)
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            File.WriteAllText(Path.Combine(folder, LoraScale.ConfigName), Config(layers, "").ToJsonString(Indented));
        }
        SafetensorsWriter.Save(path, layers.SelectMany(pair => Tensors(pair.Layer, pair.Factors, layout)), header);
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Tensors(
        string layer, LoraFactors factors, LoraLayout layout)
    {
        var (prefix, down, up) = layout switch
        {
            LoraLayout.Peft => (PeftPrefix, "lora_A", "lora_B"),
            LoraLayout.Diffusers => (DiffusersPrefix, "lora_A", "lora_B"),
            _ => (OriginalPrefix, "lora_down", "lora_up"),
        };
        yield return new($"{prefix}{layer}.{down}.weight", factors.Down);
        yield return new($"{prefix}{layer}.{up}.weight", factors.Up);
        if (layout == LoraLayout.Original)
            yield return new($"{prefix}{layer}.alpha", tensor((float)factors.Alpha));
    }

    // The most common rank and alpha are the config's; layers that differ have a pattern.
    private static JsonObject Config(IReadOnlyList<(string Layer, LoraFactors Factors)> layers, string prefix)
    {
        var rank = MostCommon(layers.Select(pair => pair.Factors.Rank));
        var alpha = MostCommon(layers.Select(pair => pair.Factors.Alpha));
        return new()
        {
            [prefix + "peft_type"] = "LORA",
            [prefix + "r"] = rank,
            [prefix + "lora_alpha"] = alpha,
            [prefix + "use_rslora"] = false,
            [prefix + "rank_pattern"] = Pattern(layers, factors => factors.Rank, rank),
            [prefix + "alpha_pattern"] = Pattern(layers, factors => factors.Alpha, alpha),
            [prefix + "target_modules"] = new JsonArray([.. layers.Select(pair => (JsonNode)pair.Layer)]),
        };
    }

    private static T MostCommon<T>(IEnumerable<T> values) =>
        values.GroupBy(value => value).MaxBy(group => group.Count())!.Key;

    private static JsonObject Pattern<T>(
        IReadOnlyList<(string Layer, LoraFactors Factors)> layers, Func<LoraFactors, T> value, T common) => new(
        layers.Where(pair => !Equals(value(pair.Factors), common)).Select(pair => new KeyValuePair<string, JsonNode?>(
            pair.Layer.Replace(".", @"\.", StringComparison.Ordinal), JsonValue.Create(value(pair.Factors)))));
}
