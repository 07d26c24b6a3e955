using System.Buffers;
using System.Text;
using Mesh.Tokenizers.Bpe;
using Mesh.Tokenizers.Splitting;

namespace Mesh.Tokenizers.Unigrams;

/// <summary>The most probable segmentation of a word into pieces of known probability.</summary>
/// <remarks>Kudo 2018, arXiv:1804.10959, section 3.2; Viterbi's algorithm over the piece boundaries.</remarks>
internal sealed class UnigramModel : Stage
{
    private const double UnknownPenalty = 10;

    private readonly PrefixTree _pieces = new();
    private readonly WordCache _cache = new();
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknown;
    private readonly int[] _fallback;

    /// <param name="vocabulary">Every piece.</param>
    /// <param name="scores">Logarithm of each id's probability.</param>
    /// <param name="unknown">Id of the piece for unknown characters.</param>
    /// <param name="byteFallback">Whether they become the pieces of their bytes where these exist.</param>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int unknown, bool byteFallback)
    {
        foreach (var (piece, id) in vocabulary.Ids)
            _pieces.Add(piece, id);
        (_scores, _unknown) = (scores, unknown);
        _unknownScore = scores.Min() - UnknownPenalty;
        _fallback = ByteFallback.Ids(vocabulary, byteFallback);
    }

    public override void Take(ReadOnlySpan<char> piece, bool isFirst, IdBuffer output)
    {
        if (_cache.TryGet(piece, out var known))
        {
            output.Add(known);
            return;
        }

        var ends = ArrayPool<End>.Shared.Rent(piece.Length + 1);
        var ids = ArrayPool<int>.Shared.Rent(3 * piece.Length);
        FindBest(piece, ends);
        var start = Collect(piece, ends, ids.AsSpan(0, 3 * piece.Length));
        var found = ids.AsSpan(start, 3 * piece.Length - start);
        _cache.Keep(piece, found);
        output.Add(found);
        ArrayPool<int>.Shared.Return(ids);
        ArrayPool<End>.Shared.Return(ends);
    }

    // ends[i] is the best way to get from the start of the word to its character i.
    private void FindBest(ReadOnlySpan<char> word, End[] ends)
    {
        ends.AsSpan(0, word.Length + 1).Fill(new End(-1, 0, 0));
        for (int at = 0, length; at < word.Length; at += length)
        {
            length = char.IsHighSurrogate(word[at]) && at + 1 < word.Length ? 2 : 1;
            var (score, isCovered) = (ends[at].Score, false);
            var node = PrefixTree.Root;
            for (var end = at; end < word.Length && (node = _pieces.Child(node, word[end])) >= 0;)
            {
                end++;
                if (_pieces.ValueOf(node) is not (var id and >= 0))
                    continue;
                Offer(ref ends[end], at, id, score + _scores[id]);
                isCovered |= end == at + length;
            }

            if (!isCovered)
                Offer(ref ends[at + length], at, _unknown, score + _unknownScore);
        }
    }

    private static void Offer(ref End end, int start, int id, double score)
    {
        if (end.Start < 0 || score > end.Score)
            end = new End(start, id, score);
    }

    // Fills the ids from the back; neighbouring unknown characters are one piece. Returns where they start.
    private int Collect(ReadOnlySpan<char> word, End[] ends, Span<int> ids)
    {
        var (place, at) = (ids.Length, word.Length);
        while (at > 0)
        {
            var (end, id) = (at, ends[at].Id);
            at = ends[at].Start;
            while (id == _unknown && at > 0 && ends[at].Id == _unknown)
                at = ends[at].Start;
            if (id == _unknown)
                place = Unknown(word[at..end], ids, place);
            else
                ids[--place] = id;
        }

        return place;
    }

    private int Unknown(ReadOnlySpan<char> text, Span<int> ids, int place)
    {
        var room = ArrayPool<byte>.Shared.Rent(3 * text.Length);
        var bytes = room.AsSpan(0, Encoding.UTF8.GetBytes(text, room));
        if (ByteFallback.CanWrite(bytes, _fallback))
        {
            for (var i = bytes.Length - 1; i >= 0; i--)
                ids[--place] = _fallback[bytes[i]];
        }
        else
        {
            ids[--place] = _unknown;
        }

        ArrayPool<byte>.Shared.Return(room);
        return place;
    }

    private readonly record struct End(int Start, int Id, double Score);
}
