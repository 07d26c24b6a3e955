using System.Buffers;
using System.Text;
using Mesh.Tokenizers.Patterns;

namespace Mesh.Tokenizers.Added;

/// <summary>Finds added tokens in a text: leftmost first, of several at one place the longest.</summary>
internal sealed class AddedTokenSearch
{
    private readonly Dictionary<char, (string Text, AddedToken Token)[]> _byFirst;
    private readonly SearchValues<char> _firsts;

    /// <param name="tokens">What to look for, and as which text.</param>
    public AddedTokenSearch(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        _byFirst = tokens.Where(entry => entry.Text.Length > 0).GroupBy(entry => entry.Text[0]).ToDictionary(
            group => group.Key, group => group.OrderByDescending(entry => entry.Text.Length).ToArray());
        _firsts = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>The first token at or after a place, with the white space that it takes.</summary>
    /// <returns>Null if there is none.</returns>
    public (int Start, int End, AddedToken Token)? Next(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; text[at..].IndexOfAny(_firsts) is var ahead and >= 0; at++)
        {
            at += ahead;
            if (At(text, at) is not var (found, token))
                continue;

            var end = at + found.Length;
            if (token.SingleWord && (EndsWithWord(text[..at]) || StartsWithWord(text[end..])))
            {
                at = end - 1;  // the search goes on behind it
                continue;
            }

            var start = token.StripLeft ? Math.Max(from, text[..at].TrimEnd().Length) : at;
            end = token.StripRight ? text.Length - text[end..].TrimStart().Length : end;
            return (start, end, token);
        }

        return null;
    }

    private (string Text, AddedToken Token)? At(ReadOnlySpan<char> text, int at)
    {
        foreach (var entry in _byFirst[text[at]])
        {
            if (text[at..].StartsWith(entry.Text, StringComparison.Ordinal))
                return entry;
        }

        return null;
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && RuneClasses.IsWord(rune.Value);

    private static bool StartsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && RuneClasses.IsWord(rune.Value);
}
