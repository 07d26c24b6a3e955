using System.Globalization;
using System.Text.RegularExpressions;

namespace Mesh.Tokenizers.Cleaning;

/// <summary>HTML 5 character references, with and without their semicolon.</summary>
/// <remarks>HTML Living Standard, section 13.2.5.80; the same rules as Python's html.unescape.</remarks>
internal static partial class HtmlText
{
    private const string Replacement = "\ufffd";

    private static readonly Lazy<Dictionary<string, string>> Named = new(() => EmbeddedText.Lines("entities.txt")
        .Select(line => line.Split(' ')).ToDictionary(
            parts => parts[0],
            parts => string.Concat(parts.Skip(1).Select(part => char.ConvertFromUtf32(Hex(part))))));

    public static string Unescaped(string text) =>
        text.Contains('&') ? Reference().Replace(text, match => Resolved(match.Groups[1].Value)) : text;

    private static string Resolved(string reference)
    {
        if (reference[0] == '#')
            return Numbered(reference.AsSpan(1).TrimEnd(';'));
        for (var length = reference.Length; length > 1; length--)
        {
            if (Named.Value.TryGetValue(reference[..length], out var text))
                return text + reference[length..];
        }

        return "&" + reference;
    }

    private static string Numbered(ReadOnlySpan<char> number)
    {
        var isHex = number[0] is 'x' or 'X';
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!uint.TryParse(isHex ? number[1..] : number, style, CultureInfo.InvariantCulture, out var value)
            || value > 0x10FFFF)
        {
            return Replacement;
        }

        return (int)value switch
        {
            0 or (>= 0xD800 and <= 0xDFFF) => Replacement,
            >= 0x80 and <= 0x9F => Windows1252.CharOf((byte)value).ToString(),
            (>= 1 and <= 8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or (>= 0xFDD0 and <= 0xFDEF) => "",
            var other when (other & 0xFFFE) == 0xFFFE => "",
            var other => char.ConvertFromUtf32(other),
        };
    }

    private static int Hex(string text) =>
        int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")]
    private static partial Regex Reference();
}
