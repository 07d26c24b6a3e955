using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mesh.Weights.Lora;

/// <summary>
/// The alpha of each layer where the state dict has none: from peft's adapter_config.json, or from the header that
/// diffusers writes. Without either, alpha is the rank.
/// </summary>
internal sealed class LoraScale
{
    /// <summary>What diffusers calls its copy of peft's config in the header.</summary>
    public const string HeaderKey = "lora_adapter_metadata";

    /// <summary>peft's config beside the weights.</summary>
    public const string ConfigName = "adapter_config.json";

    private double? _alpha;
    private bool _usesRoot;
    private IReadOnlyList<(Regex Layers, double Alpha)> _patterns = [];

    /// <param name="path">The weights; peft's config lies beside them.</param>
    /// <param name="header">Metadata of the file.</param>
    /// <exception cref="InvalidDataException">The config is no JSON of the expected kind.</exception>
    public static LoraScale Of(string path, IReadOnlyDictionary<string, string> header)
    {
        var config = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ConfigName);
        try
        {
            if (header.TryGetValue(HeaderKey, out var json))
                return Parse(json, "transformer.");
            return File.Exists(config) ? Parse(File.ReadAllText(config), "") : new();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: the config of the LoRA cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Numerator of the scale over the rank.</summary>
    /// <param name="layer">The layer as the file calls it.</param>
    /// <param name="rank">Its rank.</param>
    public double Alpha(string layer, long rank)
    {
        var alpha = _patterns.FirstOrDefault(pattern => pattern.Layers.IsMatch(layer)) is { Layers: not null } found
            ? found.Alpha
            : _alpha ?? rank;
        return _usesRoot ? alpha * Math.Sqrt(rank) : alpha;
    }

    private static LoraScale Parse(string json, string prefix)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new()
        {
            _alpha = Value("lora_alpha") is { ValueKind: JsonValueKind.Number } alpha ? alpha.GetDouble() : null,
            _usesRoot = Value("use_rslora") is { ValueKind: JsonValueKind.True },
            _patterns = Value("alpha_pattern") is { ValueKind: JsonValueKind.Object } patterns
                ? [.. patterns.EnumerateObject().Select(entry => (Layers(entry.Name), entry.Value.GetDouble()))]
                : [],
        };

        JsonElement? Value(string name) => root.TryGetProperty(prefix + name, out var value) ? value : null;
    }

    // As peft reads it: the end of a path, where a dot begins it.
    private static Regex Layers(string pattern) => new($@"^(.*\.)?({pattern})$", RegexOptions.CultureInvariant);
}
