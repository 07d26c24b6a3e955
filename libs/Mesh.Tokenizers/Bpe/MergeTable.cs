namespace Mesh.Tokenizers.Bpe;

/// <summary>Which two neighbouring pieces become one, and in which order.</summary>
internal sealed class MergeTable
{
    private const ulong Free = ulong.MaxValue;

    private readonly ulong[] _pairs;
    private readonly Merge[] _merges;
    private readonly int _mask;

    public MergeTable(int capacity)
    {
        var slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * capacity));
        (_pairs, _merges, _mask) = (new ulong[slots], new Merge[slots], slots - 1);
        Array.Fill(_pairs, Free);
    }

    /// <summary>Adds a merge of the next rank; of two for one pair the last counts.</summary>
    public void Add(int left, int right, int rank, int result)
    {
        var pair = Key(left, right);
        var slot = SlotOf(pair);
        while (_pairs[slot] != Free && _pairs[slot] != pair)
            slot = (slot + 1) & _mask;
        (_pairs[slot], _merges[slot]) = (pair, new Merge(rank, result));
    }

    /// <summary>The merge of a pair; its rank is the largest number if there is none.</summary>
    public Merge Of(int left, int right)
    {
        var pair = Key(left, right);
        for (var slot = SlotOf(pair); _pairs[slot] != Free; slot = (slot + 1) & _mask)
        {
            if (_pairs[slot] == pair)
                return _merges[slot];
        }

        return Merge.None;
    }

    private static ulong Key(int left, int right) => (ulong)(uint)left << 32 | (uint)right;

    private int SlotOf(ulong pair) => (int)(pair * 0x9E3779B97F4A7C15 >> 33) & _mask;
}

/// <param name="Rank">Merges of a lower rank come first.</param>
/// <param name="Result">Id of the merged piece.</param>
internal readonly record struct Merge(int Rank, int Result)
{
    public static Merge None { get; } = new(int.MaxValue, -1);
}
