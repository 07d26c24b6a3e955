using System.Text;

namespace Mesh.Tokenizers.Unicode;

/// <summary>The normal forms of Unicode Standard Annex 15.</summary>
/// <param name="Compose">Whether decomposed characters are put together again: NFC, NFKC.</param>
/// <param name="Compatible">Whether compatibility mappings apply: NFKC, NFKD.</param>
internal sealed record NormalForm(bool Compose, bool Compatible)
{
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28, HangulCount = 11172;

    // Below U+0300 nothing composes with what stands before it and every character is already composed.
    private const char FirstComposable = '\u0300';

    public static NormalForm C { get; } = new(Compose: true, Compatible: false);

    public static NormalForm D { get; } = new(Compose: false, Compatible: false);

    public static NormalForm KC { get; } = new(Compose: true, Compatible: true);

    public static NormalForm KD { get; } = new(Compose: false, Compatible: true);

    public string Of(string text)
    {
        var safe = this == C ? FirstComposable : '\x80';
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(safe - 1)))
            return text;

        var table = NormalizationTable.Instance;
        var runes = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, runes, table);
        Order(runes, table);
        if (Compose)
            Recompose(runes, table);

        var result = new StringBuilder(runes.Count);
        foreach (var rune in runes)
            result.Append(new Rune(rune));
        return result.ToString();
    }

    private void Decompose(int rune, List<int> into, NormalizationTable table)
    {
        if (rune - HangulBase is var index and >= 0 and < HangulCount)
        {
            into.Add(LeadBase + index / (VowelCount * TailCount));
            into.Add(VowelBase + index % (VowelCount * TailCount) / TailCount);
            if (index % TailCount > 0)
                into.Add(TailBase + index % TailCount);
        }
        else if (table.MappingOf(rune, Compatible) is { } mapping)
        {
            foreach (var part in mapping)
                Decompose(part, into, table);
        }
        else
        {
            into.Add(rune);
        }
    }

    // Combining marks between two starters, by class; those of one class keep their order.
    private static void Order(List<int> runes, NormalizationTable table)
    {
        for (var i = 1; i < runes.Count; i++)
        {
            var rune = runes[i];
            var rank = table.ClassOf(rune);
            var place = i;
            while (rank > 0 && place > 0 && table.ClassOf(runes[place - 1]) > rank)
                place--;
            if (place < i)
            {
                runes.RemoveAt(i);
                runes.Insert(place, rune);
            }
        }
    }

    private static void Recompose(List<int> runes, NormalizationTable table)
    {
        var (starter, count, lastClass) = (-1, 0, -1);
        for (var i = 0; i < runes.Count; i++)
        {
            var rune = runes[i];
            var rank = table.ClassOf(rune);
            var composed = starter >= 0 && lastClass < rank ? Composed(runes[starter], rune, table) : 0;
            if (composed > 0)
            {
                runes[starter] = composed;
                continue;
            }

            (starter, lastClass) = rank == 0 ? (count, -1) : (starter, rank);
            runes[count++] = rune;
        }

        runes.RemoveRange(count, runes.Count - count);
    }

    private static int Composed(int first, int second, NormalizationTable table)
    {
        var (lead, vowel) = (first - LeadBase, second - VowelBase);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
            return HangulBase + (lead * VowelCount + vowel) * TailCount;

        var (syllable, tail) = (first - HangulBase, second - TailBase);
        return syllable is >= 0 and < HangulCount && syllable % TailCount == 0 && tail is > 0 and < TailCount
            ? first + tail
            : table.Composed(first, second);
    }
}
