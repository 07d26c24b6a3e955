using System.Text;

namespace Mesh.Tokenizers.Patterns;

/// <summary>A set of Unicode scalar values: one bit for each of the basic plane, a test for those above.</summary>
internal sealed class RuneSet
{
    private const int BasicPlane = 0x10000;
    private const int LongS = 0x17F;  // the runtime's invariant casing leaves it alone

    private static readonly Lazy<int[]> Folded = new(() => [.. Enumerable.Range(0, BasicPlane).Select(Fold)]);

    private readonly ulong[] _basic = new ulong[BasicPlane / 64];
    private readonly Func<int, bool> _contains;

    public RuneSet(Func<int, bool> contains)
    {
        _contains = contains;
        for (var value = 0; value < BasicPlane; value++)
        {
            if (contains(value))
                _basic[value >> 6] |= 1UL << (value & 63);
        }
    }

    public bool Contains(int rune) => rune < BasicPlane
        ? (_basic[rune >> 6] >> (rune & 63) & 1) != 0
        : _contains(rune);

    /// <summary>Chars of the rune at a place if it is in the set, otherwise 0.</summary>
    public int LengthAt(ReadOnlySpan<char> text, int at)
    {
        if ((uint)at >= (uint)text.Length)
            return 0;

        var unit = text[at];
        if (!char.IsHighSurrogate(unit) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            return (_basic[unit >> 6] >> (unit & 63) & 1) != 0 ? 1 : 0;
        return _contains(char.ConvertToUtf32(unit, text[at + 1])) ? 2 : 0;
    }

    public static RuneSet Of(int rune) => new(value => value == rune);

    /// <summary>Every scalar value that differs from one only by case (simple folding).</summary>
    public static RuneSet OfAnyCase(int rune)
    {
        var folded = Fold(rune);
        return new(value => (value < BasicPlane ? Folded.Value[value] : Fold(value)) == folded);
    }

    private static int Fold(int value) => value == LongS ? 's'
        : Rune.IsValid(value) ? Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(value))).Value
        : value;
}
