using System.Text.Json;
using Mesh.Tokenizers.Patterns;

namespace Mesh.Tokenizers.Files;

/// <summary>Reading the settings of a tokenizer file.</summary>
internal static class JsonSettings
{
    /// <exception cref="TokenizerFormatException">The setting is missing.</exception>
    public static JsonElement Property(this JsonElement settings, string name) =>
        Optional(settings, name)
        ?? throw new TokenizerFormatException($"The setting '{name}' is missing in {Shown(settings)}.");

    /// <summary>Null where the setting is missing or null.</summary>
    public static JsonElement? Optional(this JsonElement settings, string name) =>
        settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <exception cref="TokenizerFormatException">The setting is missing or no string.</exception>
    public static string Text(this JsonElement settings, string name) =>
        Property(settings, name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new TokenizerFormatException($"The setting '{name}' must be a string in {Shown(settings)}.");

    public static bool Flag(this JsonElement settings, string name, bool otherwise = false) =>
        Optional(settings, name) is { } value ? value.ValueKind == JsonValueKind.True : otherwise;

    /// <summary>{"String": ...} or {"Regex": ...}.</summary>
    public static Pattern Pattern(this JsonElement pattern) => Optional(pattern, "String") is { } literal
        ? Patterns.Pattern.Literal(literal.GetString() ?? "")
        : new Pattern(pattern.Text("Regex"));

    private static string Shown(JsonElement settings)
    {
        var text = settings.GetRawText();
        return text.Length > 120 ? text[..120] + "..." : text;
    }
}
