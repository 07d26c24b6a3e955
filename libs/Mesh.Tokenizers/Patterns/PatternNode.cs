namespace Mesh.Tokenizers.Patterns;

/// <summary>One step of a pattern, followed by all that comes after it.</summary>
internal abstract class PatternNode
{
    /// <summary>Where a match ends that starts at a place, or -1.</summary>
    public abstract int Match(ReadOnlySpan<char> text, int at);

    /// <summary>False only if no match can start with this ASCII character.</summary>
    public abstract bool MayStartWith(char first);
}

/// <summary>The end of the pattern.</summary>
internal sealed class Accept : PatternNode
{
    public override int Match(ReadOnlySpan<char> text, int at) => at;

    public override bool MayStartWith(char first) => true;
}

/// <summary>One rune of a set.</summary>
internal sealed class One(RuneSet set, PatternNode next) : PatternNode
{
    public override int Match(ReadOnlySpan<char> text, int at)
    {
        var length = set.LengthAt(text, at);
        return length == 0 ? -1 : next.Match(text, at + length);
    }

    public override bool MayStartWith(char first) => set.Contains(first);
}

/// <summary>As many runes of a set as possible, then fewer.</summary>
internal sealed class Repeat(RuneSet set, int min, int max, PatternNode next) : PatternNode
{
    public override int Match(ReadOnlySpan<char> text, int at)
    {
        var (end, count) = (at, 0);
        for (int length; count < max && (length = set.LengthAt(text, end)) != 0; count++)
            end += length;

        for (; count >= min; count--)
        {
            if (next.Match(text, end) is var matched and >= 0)
                return matched;
            if (count == 0)
                break;
            end -= end - at >= 2 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? 2 : 1;
        }

        return -1;
    }

    public override bool MayStartWith(char first) => set.Contains(first) || (min == 0 && next.MayStartWith(first));
}

/// <summary>The first branch that leads to a match.</summary>
internal sealed class Choice : PatternNode
{
    private const int Ascii = 128;

    private readonly PatternNode[] _branches;
    private readonly PatternNode[][] _byFirst;

    public Choice(PatternNode[] branches)
    {
        _branches = branches;
        _byFirst = [.. Enumerable.Range(0, Ascii)
            .Select(first => branches.Where(branch => branch.MayStartWith((char)first)).ToArray())];
    }

    public override int Match(ReadOnlySpan<char> text, int at)
    {
        var branches = at < text.Length && text[at] < Ascii ? _byFirst[text[at]] : _branches;
        foreach (var branch in branches)
        {
            if (branch.Match(text, at) is var end and >= 0)
                return end;
        }

        return -1;
    }

    public override bool MayStartWith(char first) => _byFirst[first].Length > 0;
}

/// <summary>Goes on only if something does, or does not, match from here; takes nothing.</summary>
internal sealed class LookAhead(PatternNode body, bool expected, PatternNode next) : PatternNode
{
    public override int Match(ReadOnlySpan<char> text, int at) =>
        body.Match(text, at) >= 0 == expected ? next.Match(text, at) : -1;

    public override bool MayStartWith(char first) => next.MayStartWith(first);
}
