using System.Buffers;
using System.Text;
using Mesh.Tokenizers.Splitting;

namespace Mesh.Tokenizers.Bpe;

/// <summary>
/// Byte-pair encoding: symbols of a word are merged, the most frequent pairs of the training text first.
/// </summary>
/// <remarks>Sennrich et al. 2016, arXiv:1508.07909, section 3.2.</remarks>
internal sealed class BpeModel : Stage
{
    private readonly Vocabulary _vocabulary;
    private readonly MergeTable _merges;
    private readonly BpeSettings _settings;
    private readonly WordCache _cache = new();
    private readonly int[] _bytes;
    private readonly int[] _lastBytes;
    private readonly int[] _fallback;
    private readonly int _unknown;

    public BpeModel(Vocabulary vocabulary, MergeTable merges, BpeSettings settings)
    {
        (_vocabulary, _merges, _settings) = (vocabulary, merges, settings);
        _unknown = settings.Unknown is { } unknown ? vocabulary.IdOf(unknown) : -1;
        _bytes = [.. AllBytes().Select(value => IdOf([ByteAlphabet.CharOf(value)], isFirst: true, isLast: false))];
        _lastBytes = [.. AllBytes().Select(value => IdOf([ByteAlphabet.CharOf(value)], isFirst: true, isLast: true))];
        _fallback = ByteFallback.Ids(vocabulary, settings.ByteFallback);
    }

    public override void Take(ReadOnlySpan<char> piece, bool isFirst, IdBuffer output)
    {
        if (_cache.TryGet(piece, out var ids))
        {
            output.Add(ids);
            return;
        }

        var symbols = new SymbolChain(_merges, 3 * piece.Length);
        Merge(piece, ref symbols);
        _cache.Keep(piece, symbols.Ids);
        output.Add(symbols.Ids);
        symbols.Dispose();
    }

    private void Merge(ReadOnlySpan<char> piece, ref SymbolChain symbols)
    {
        if (_settings.IgnoreMerges && WholeWord(piece) is var id and >= 0)
        {
            symbols.Add(id);
        }
        else
        {
            if (_settings.ReadsBytes)
                AddBytes(piece, ref symbols);
            else
                AddCharacters(piece, ref symbols);
            symbols.Merge();
        }
    }

    private void AddBytes(ReadOnlySpan<char> piece, ref SymbolChain symbols)
    {
        var room = ArrayPool<byte>.Shared.Rent(3 * piece.Length);
        var bytes = room.AsSpan(0, Encoding.UTF8.GetBytes(piece, room));
        var unknown = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            var isLast = i + 1 == bytes.Length;
            var id = i > 0 && _settings.Prefix.Length > 0
                ? IdOf([ByteAlphabet.CharOf(bytes[i])], isFirst: false, isLast)
                : (isLast ? _lastBytes : _bytes)[bytes[i]];
            Add(id, ref symbols, ref unknown);
        }

        ArrayPool<byte>.Shared.Return(room);
    }

    private void AddCharacters(ReadOnlySpan<char> piece, ref SymbolChain symbols)
    {
        var unknown = false;
        Span<byte> utf8 = stackalloc byte[4];
        for (int at = 0, length; at < piece.Length; at += length)
        {
            length = char.IsHighSurrogate(piece[at]) ? 2 : 1;
            var character = piece.Slice(at, length);
            var id = IdOf(character, at == 0, at + length == piece.Length);
            var bytes = utf8[..Encoding.UTF8.GetBytes(character, utf8)];
            if (id >= 0 || !ByteFallback.TryAdd(bytes, _fallback, ref symbols))
                Add(id, ref symbols, ref unknown);
        }
    }

    private void Add(int id, ref SymbolChain symbols, ref bool unknown)
    {
        var isKnown = id >= 0;
        if (isKnown)
            symbols.Add(id);
        else if (_unknown >= 0 && !(unknown && _settings.FuseUnknown))
            symbols.Add(_unknown);
        unknown = !isKnown;
    }

    private int IdOf(ReadOnlySpan<char> symbol, bool isFirst, bool isLast)
    {
        var prefix = isFirst ? "" : _settings.Prefix;
        var suffix = isLast ? _settings.Suffix : "";
        return prefix.Length + suffix.Length == 0
            ? _vocabulary.IdOf(symbol)
            : _vocabulary.IdOf(string.Concat(prefix, symbol, suffix));
    }

    private int WholeWord(ReadOnlySpan<char> piece)
    {
        if (!_settings.ReadsBytes)
            return _vocabulary.IdOf(piece);

        if (piece.Length > _vocabulary.LongestToken)
            return -1;

        Span<byte> bytes = stackalloc byte[3 * piece.Length];
        var count = Encoding.UTF8.GetBytes(piece, bytes);
        Span<char> written = stackalloc char[count];
        for (var i = 0; i < count; i++)
            written[i] = ByteAlphabet.CharOf(bytes[i]);
        return _vocabulary.IdOf(written);
    }

    private static IEnumerable<byte> AllBytes() => Enumerable.Range(0, 256).Select(value => (byte)value);
}
