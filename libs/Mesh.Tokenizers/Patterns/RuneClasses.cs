using System.Globalization;

namespace Mesh.Tokenizers.Patterns;

/// <summary>The named classes of a pattern: \s, \d, \w and \p{...}.</summary>
internal static class RuneClasses
{
    private static readonly string[] Names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];  // in the order of UnicodeCategory

    /// <summary>White space as Unicode has it.</summary>
    public static bool IsSpace(int rune) => rune < 0x10000 && char.IsWhiteSpace((char)rune);

    public static bool IsDigit(int rune) => Category(rune) == UnicodeCategory.DecimalDigitNumber;

    /// <summary>Letters, marks, decimal digits, letter numbers and connecting punctuation.</summary>
    public static bool IsWord(int rune) => Category(rune) is <= UnicodeCategory.LetterNumber
        or UnicodeCategory.ConnectorPunctuation;

    /// <summary>The test for a property name, or null for one that is not a general category.</summary>
    /// <param name="name">A major class or a category: "L", "Nd".</param>
    public static Func<int, bool>? Property(string name)
    {
        var selected = new bool[Names.Length];
        for (var i = 0; i < Names.Length; i++)
            selected[i] = name.Length is 1 or 2 && Names[i].StartsWith(name, StringComparison.Ordinal);
        return selected.Contains(true) ? rune => selected[(int)Category(rune)] : null;
    }

    private static UnicodeCategory Category(int rune) => CharUnicodeInfo.GetUnicodeCategory(rune);
}
