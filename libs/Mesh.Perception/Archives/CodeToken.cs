namespace Mesh.Perception.Archives;

/// <summary>A word or sign of TorchScript's text.</summary>
/// <param name="Text">The word, or the one character of a sign; a string or a number is "0".</param>
/// <param name="IsName">Whether it is a word.</param>
internal readonly record struct CodeToken(string Text, bool IsName)
{
    private const string Literal = "0";

    /// <summary>The tokens of a text, without comments and white space.</summary>
    /// <exception cref="PerceptionException">A string does not end.</exception>
    public static List<CodeToken> Split(string code, string file)
    {
        var tokens = new List<CodeToken>();
        for (var at = 0; at < code.Length;)
        {
            var first = code[at];
            if (char.IsWhiteSpace(first))
            {
                at++;
            }
            else if (first == '#')
            {
                at = code.IndexOf('\n', at) is var end and >= 0 ? end : code.Length;
            }
            else if (first is '"' or '\'')
            {
                at = StringEnd(code, at, file);
                tokens.Add(new(Literal, false));
            }
            else if (char.IsAsciiDigit(first))
            {
                at = NumberEnd(code, at);
                tokens.Add(new(Literal, false));
            }
            else if (IsWord(first))
            {
                var start = at;
                while (at < code.Length && IsWord(code[at]))
                    at++;
                tokens.Add(new(code[start..at], true));
            }
            else
            {
                tokens.Add(new(first.ToString(), false));
                at++;
            }
        }
        return tokens;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int NumberEnd(string code, int at)
    {
        while (at < code.Length && (char.IsAsciiLetterOrDigit(code[at])
            || code[at] == '.' && (at + 1 == code.Length || !char.IsAsciiLetter(code[at + 1]))
            || code[at] is '+' or '-' && code[at - 1] is 'e' or 'E'))
        {
            at++;
        }
        return at;
    }

    private static int StringEnd(string code, int at, string file)
    {
        var quote = code[at];
        var triple = code.AsSpan(at).StartsWith([quote, quote, quote]);
        for (at += triple ? 3 : 1; at < code.Length; at++)
        {
            if (code[at] == '\\')
                at++;
            else if (code[at] == quote && (!triple || code.AsSpan(at).StartsWith([quote, quote, quote])))
                return at + (triple ? 3 : 1);
            else if (code[at] == '\n' && !triple)
                break;
        }
        throw new PerceptionException($"{file}: a string does not end.");
    }
}
