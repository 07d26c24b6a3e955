namespace Mesh.Tokenizers.Normalizers;

/// <summary>A prefix tree in the layout of the Darts-clone library, as SentencePiece stores it.</summary>
/// <param name="units">One 32-bit unit per node.</param>
internal sealed class DoubleArray(uint[] units)
{
    /// <summary>The value of the shortest key that a text starts with, or -1.</summary>
    public int ShortestPrefix(ReadOnlySpan<byte> text)
    {
        var node = Offset(units[0]);
        foreach (var unit in text)
        {
            if (unit == 0)
                return -1;

            node ^= unit;
            if (node >= units.Length || Label(units[node]) != unit)
                return -1;

            var current = units[node];
            node ^= Offset(current);
            if (HasLeaf(current))
                return node < units.Length ? (int)(units[node] & 0x7fffffff) : -1;
        }

        return -1;
    }

    private static bool HasLeaf(uint unit) => (unit >> 8 & 1) == 1;

    private static uint Label(uint unit) => unit & 0x800000ff;

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 0x200) >> 6);
}
