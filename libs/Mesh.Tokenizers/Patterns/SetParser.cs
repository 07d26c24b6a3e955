using System.Globalization;

namespace Mesh.Tokenizers.Patterns;

/// <summary>Reads what stands for one rune: a character, an escape, a dot, or a bracketed class.</summary>
internal static class SetParser
{
    /// <summary>The set at a place, which moves past it; null if none starts there.</summary>
    public static RuneSet? Next(string text, ref int at, bool ignoreCase)
    {
        switch (text[at])
        {
            case '[':
                at++;
                return Bracketed(text, ref at) is { } inside ? new RuneSet(inside) : null;
            case '.':
                at++;
                return new RuneSet(rune => rune != '\n');
            case '*' or '+' or '?' or '{' or '^' or '$':
                return null;
            case '\\' when Escape(text, ref at, out var rune, out var named):
                return named is null ? Single(rune, ignoreCase) : new RuneSet(named);
            case '\\':
                return null;
            default:
                return Single(Rune(text, ref at), ignoreCase);
        }
    }

    private static RuneSet Single(int rune, bool ignoreCase) => ignoreCase ? RuneSet.OfAnyCase(rune) : RuneSet.Of(rune);

    private static Func<int, bool>? Bracketed(string text, ref int at)
    {
        var negated = at < text.Length && text[at] == '^';
        if (negated)
            at++;

        var members = new List<Func<int, bool>>();
        for (var first = true; at < text.Length && (first || text[at] != ']'); first = false)
        {
            if (text[at] == '[' || text.AsSpan(at).StartsWith("&&") || !Member(text, ref at, out var member))
                return null;  // nested classes and intersections
            members.Add(member);
        }

        if (at >= text.Length)
            return null;
        at++;
        var any = members.ToArray();
        return rune => Array.Exists(any, member => member(rune)) != negated;
    }

    private static bool Member(string text, ref int at, out Func<int, bool> member)
    {
        member = static _ => false;
        if (!Bound(text, ref at, out var low, out var named))
            return false;
        if (named is not null)
        {
            member = named;
            return true;
        }

        var high = low;
        if (at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']')
        {
            at++;
            if (!Bound(text, ref at, out high, out named) || named is not null)
                return false;
        }

        member = rune => rune >= low && rune <= high;
        return true;
    }

    private static bool Bound(string text, ref int at, out int rune, out Func<int, bool>? named)
    {
        if (text[at] == '\\')
            return Escape(text, ref at, out rune, out named);

        (rune, named) = (Rune(text, ref at), null);
        return true;
    }

    private static bool Escape(string text, ref int at, out int rune, out Func<int, bool>? named)
    {
        (rune, named) = (0, null);
        if (at + 1 >= text.Length)
            return false;

        var letter = text[at + 1];
        at += 2;
        switch (letter)
        {
            case 's' or 'S':
                named = Sign(RuneClasses.IsSpace, letter == 'S');
                return true;
            case 'd' or 'D':
                named = Sign(RuneClasses.IsDigit, letter == 'D');
                return true;
            case 'w' or 'W':
                named = Sign(RuneClasses.IsWord, letter == 'W');
                return true;
            case 'p' or 'P':
                named = Property(text, ref at, letter == 'P');
                return named is not null;
            case 'u' or 'x':
                return Hexadecimal(text, ref at, letter == 'u' ? 4 : 2, out rune);
            case 'n' or 'r' or 't' or 'f' or 'v':
                rune = letter switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'f' => '\f', _ => '\v' };
                return true;
            default:
                rune = letter;
                return !char.IsAsciiLetterOrDigit(letter);  // others are anchors and back references
        }
    }

    private static Func<int, bool>? Property(string text, ref int at, bool negated)
    {
        var end = at < text.Length && text[at] == '{' ? text.IndexOf('}', at) : -1;
        if (end < 0)
            return null;

        var name = text[(at + 1)..end];
        at = end + 1;
        return RuneClasses.Property(name.TrimStart('^')) is { } property
            ? Sign(property, negated != name.StartsWith('^'))
            : null;
    }

    private static bool Hexadecimal(string text, ref int at, int digits, out int rune)
    {
        var braced = at < text.Length && text[at] == '{' ? text.IndexOf('}', at) : -1;
        var (start, end) = braced > 0 ? (at + 1, braced) : (at, Math.Min(at + digits, text.Length));
        at = braced > 0 ? braced + 1 : end;
        return int.TryParse(
            text.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out rune);
    }

    private static Func<int, bool> Sign(Func<int, bool> test, bool negated) =>
        negated ? rune => !test(rune) : test;

    private static int Rune(string text, ref int at)
    {
        var rune = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1])
            ? char.ConvertToUtf32(text[at], text[at + 1])
            : text[at];
        at += rune > 0xffff ? 2 : 1;
        return rune;
    }
}
