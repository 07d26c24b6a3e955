namespace Mesh.Tokenizers.Bpe;

/// <summary>Merges many symbols in time that grows little faster than their number.</summary>
internal static class LongWord
{
    private const int Gone = -1;

    /// <param name="symbols">Ids; the merged ones stand at the front afterwards.</param>
    /// <param name="merges">What to merge.</param>
    /// <returns>How many are left.</returns>
    public static int Merge(Span<int> symbols, MergeTable merges)
    {
        var (previous, next) = (new int[symbols.Length], new int[symbols.Length]);
        var waiting = new PriorityQueue<int, (int Rank, int At)>(symbols.Length);
        for (var i = 0; i < symbols.Length; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1 < symbols.Length ? i + 1 : -1);
            Offer(symbols, next, i, merges, waiting);
        }

        while (waiting.TryDequeue(out var at, out var key))
        {
            if (symbols[at] == Gone || next[at] < 0)
                continue;

            var merge = merges.Of(symbols[at], symbols[next[at]]);
            if (merge.Rank != key.Rank)
                continue;  // a neighbour was merged meanwhile

            var absorbed = next[at];
            (symbols[at], symbols[absorbed]) = (merge.Result, Gone);
            next[at] = next[absorbed];
            if (next[at] >= 0)
                previous[next[at]] = at;
            Offer(symbols, next, at, merges, waiting);
            if (previous[at] >= 0)
                Offer(symbols, next, previous[at], merges, waiting);
        }

        var count = 0;
        foreach (var id in symbols)
        {
            if (id != Gone)
                symbols[count++] = id;
        }

        return count;
    }

    private static void Offer(
        Span<int> symbols, int[] next, int at, MergeTable merges, PriorityQueue<int, (int Rank, int At)> waiting)
    {
        if (next[at] >= 0 && merges.Of(symbols[at], symbols[next[at]]) is { Rank: < int.MaxValue } merge)
            waiting.Enqueue(at, (merge.Rank, at));
    }
}
