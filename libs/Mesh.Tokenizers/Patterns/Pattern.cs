namespace Mesh.Tokenizers.Patterns;

/// <summary>A regular expression over Unicode scalar values, as tokenizer files use them.</summary>
/// <remarks>
/// The runtime's own expressions see UTF-16 units, so that \p{L} misses every letter above U+FFFF. Leftmost match,
/// first branch wins, quantifiers take as much as they can.
/// </remarks>
internal sealed class Pattern
{
    private readonly PatternNode _start;

    /// <exception cref="TokenizerFormatException">The expression uses what is not supported; it is named.</exception>
    public Pattern(string expression)
    {
        Expression = expression;
        _start = PatternParser.Parse(expression);
    }

    public string Expression { get; }

    /// <summary>Matches a text as it stands.</summary>
    public static Pattern Literal(string text) => new(
        string.Concat(text.Select(unit => char.IsLetterOrDigit(unit) || unit > '\x7f' ? $"{unit}" : $"\\{unit}")));

    /// <summary>The first match at or after a place that takes at least one character.</summary>
    /// <returns>False if there is none; then both numbers are the text's length.</returns>
    public bool Next(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (start = from; start < text.Length; start++)
        {
            end = _start.Match(text, start);
            if (end > start)
                return true;
            if (char.IsHighSurrogate(text[start]) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1]))
                start++;
        }

        start = end = text.Length;
        return false;
    }
}
