using System.Text;
using System.Text.Json;
using Mesh.Tokenizers.Files;
using Mesh.Tokenizers.Patterns;
using Mesh.Tokenizers.Unicode;

namespace Mesh.Tokenizers.Normalizers;

/// <summary>The "normalizer" of a tokenizer file.</summary>
internal static class NormalizerReader
{
    /// <returns>Null when texts are taken as they are.</returns>
    /// <exception cref="TokenizerFormatException">The type is not supported; it is named.</exception>
    public static Normalizer? Read(JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.Object } settings)
            return null;

        return settings.Text("type") switch
        {
            "Sequence" => Sequence(settings.Property("normalizers")),
            "NFC" => NormalForm.C.Of,
            "NFD" => NormalForm.D.Of,
            "NFKC" => NormalForm.KC.Of,
            "NFKD" => NormalForm.KD.Of,
            "Lowercase" => Lowercase,
            "Replace" => Replace(settings),
            "Strip" => Strip(settings.Flag("strip_left"), settings.Flag("strip_right")),
            "Prepend" => Prepend(settings.Text("prepend")),
            "Precompiled" => new CharacterMap(settings.Text("precompiled_charsmap")).Apply,
            var type => throw new TokenizerFormatException($"The normalizer '{type}' is not supported."),
        };
    }

    private static Normalizer? Sequence(JsonElement steps)
    {
        Normalizer[] all = [.. steps.EnumerateArray().Select(step => Read(step)).OfType<Normalizer>()];
        return text => all.Aggregate(text, (current, step) => step(current));
    }

    private static Normalizer Replace(JsonElement settings)
    {
        var pattern = settings.Property("pattern").Pattern();
        var content = settings.Text("content");
        return text => Replaced(text, pattern, content);
    }

    /// <summary>A text with every match of a pattern replaced.</summary>
    public static string Replaced(string text, Pattern pattern, string content)
    {
        StringBuilder? result = null;
        var done = 0;
        while (pattern.Next(text, done, out var start, out var end))
        {
            (result ??= new StringBuilder(text.Length)).Append(text, done, start - done).Append(content);
            done = end;
        }

        return result is null ? text : result.Append(text, done, text.Length - done).ToString();
    }

    private static Normalizer Strip(bool left, bool right) => (left, right) switch
    {
        (true, true) => text => text.Trim(),
        (true, false) => text => text.TrimStart(),
        (false, true) => text => text.TrimEnd(),
        _ => text => text,
    };

    private static Normalizer Prepend(string prefix) => text => text.Length == 0 ? text : prefix + text;

    // The only letter whose lower case is two characters when it stands alone is the dotted capital I.
    private static string Lowercase(string text) =>
        text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
}
