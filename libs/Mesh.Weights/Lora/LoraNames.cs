using System.Text.RegularExpressions;
using Mesh.Models.Names;

namespace Mesh.Weights.Lora;

/// <summary>What the tensors of a LoRA file are called.</summary>
internal static partial class LoraNames
{
    // What trainers put before the path of a layer.
    private static readonly string[] Prefixes =
    [
        "base_model.model.", "model.diffusion_model.", "diffusion_model.", "transformer.", "pipe.dit.", "pipe.vace.",
    ];

    /// <summary>Splits a tensor's name into the layer, as the file calls it, and the tensor's part in it.</summary>
    /// <returns>Null for a name that is of no LoRA.</returns>
    public static (string Layer, LoraPart Part)? Parse(string name)
    {
        var match = Factor().Match(name);
        if (!match.Success)
            return null;
        var part = match.Groups["part"].Value switch
        {
            "lora_A" or "lora_down" => LoraPart.Down,
            "lora_B" or "lora_up" => LoraPart.Up,
            _ => LoraPart.Alpha,
        };
        return (match.Groups["layer"].Value, part);
    }

    /// <summary>
    /// The published layer that a layer of a file belongs to, and the number of its part; null for all of it.
    /// </summary>
    /// <exception cref="InvalidDataException">The network has no such layer.</exception>
    public static (string Layer, int? Part) ToPublished(string layer, NameMap map)
    {
        foreach (var path in Candidates(layer))
        {
            var weight = path + ".weight";
            if (map.IsPublished(weight))
                return (path, null);
            if (map.IsDiffusers(weight))
            {
                var (published, part) = map.ToPublished(weight);
                return (published[..^".weight".Length], part);
            }
        }
        throw new InvalidDataException($"LoRA of {layer}: the network has no layer of this name in any known layout.");
    }

    /// <summary>A layer's path without what was put before it.</summary>
    public static string Bare(string layer) => Candidates(layer).Last();

    private static IEnumerable<string> Candidates(string layer)
    {
        yield return layer;
        while (Prefixes.FirstOrDefault(prefix => layer.StartsWith(prefix, StringComparison.Ordinal)) is { } found)
            yield return layer = layer[found.Length..];
    }

    [GeneratedRegex(@"^(?<layer>.+?)\.((?<part>lora_A|lora_B|lora_down|lora_up)(\.[^.]+)?\.weight|(?<part>alpha))$")]
    private static partial Regex Factor();
}

/// <summary>What a tensor of a LoRA file is.</summary>
internal enum LoraPart
{
    Down,
    Up,
    Alpha,
}
