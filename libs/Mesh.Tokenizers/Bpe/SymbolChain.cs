using System.Buffers;

namespace Mesh.Tokenizers.Bpe;

/// <summary>The pieces of one word while they are merged.</summary>
internal ref struct SymbolChain
{
    private const int MaxScanned = 48;  // below it, looking at every pair costs less than keeping them sorted

    private readonly MergeTable _merges;
    private int[] _room;
    private int _count;

    public SymbolChain(MergeTable merges, int capacity)
    {
        _merges = merges;
        _room = ArrayPool<int>.Shared.Rent(Math.Max(1, capacity));
    }

    public readonly ReadOnlySpan<int> Ids => _room.AsSpan(0, _count);

    public void Add(int id)
    {
        if (_count == _room.Length)
        {
            var larger = ArrayPool<int>.Shared.Rent(2 * _count);
            Ids.CopyTo(larger);
            ArrayPool<int>.Shared.Return(_room);
            _room = larger;
        }

        _room[_count++] = id;
    }

    /// <summary>Merges the pair of the lowest rank, the leftmost of several, until none is left.</summary>
    public void Merge()
    {
        if (_count > MaxScanned)
            _count = LongWord.Merge(_room.AsSpan(0, _count), _merges);
        else
            MergeByScan();
    }

    public readonly void Dispose() => ArrayPool<int>.Shared.Return(_room);

    private void MergeByScan()
    {
        Span<Merge> pairs = stackalloc Merge[MaxScanned];
        for (var i = 0; i + 1 < _count; i++)
            pairs[i] = _merges.Of(_room[i], _room[i + 1]);

        while (Lowest(pairs[..Math.Max(0, _count - 1)]) is var at and >= 0)
        {
            _room[at] = pairs[at].Result;
            _count--;
            _room.AsSpan(at + 2, _count - at - 1).CopyTo(_room.AsSpan(at + 1));
            pairs[(at + 1)..].CopyTo(pairs[at..]);
            if (at > 0)
                pairs[at - 1] = _merges.Of(_room[at - 1], _room[at]);
            if (at + 1 < _count)
                pairs[at] = _merges.Of(_room[at], _room[at + 1]);
        }
    }

    private static int Lowest(ReadOnlySpan<Merge> pairs)
    {
        var (best, at) = (int.MaxValue, -1);
        for (var i = 0; i < pairs.Length; i++)
        {
            if (pairs[i].Rank < best)
                (best, at) = (pairs[i].Rank, i);
        }

        return at;
    }
}
