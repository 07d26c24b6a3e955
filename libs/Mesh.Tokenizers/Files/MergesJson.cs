using System.Text.Json;
using Mesh.Tokenizers.Bpe;

namespace Mesh.Tokenizers.Files;

/// <summary>Merges in the order of their rank: "left right" or ["left", "right"] in JSON, or lines of a text.</summary>
internal sealed class MergesJson
{
    private readonly Vocabulary _vocabulary;
    private readonly MergeTable _table;
    private readonly int _prefix;
    private char[] _room;
    private int _rank;

    private MergesJson(Vocabulary vocabulary, int capacity, string prefix)
    {
        (_vocabulary, _table, _prefix) = (vocabulary, new MergeTable(capacity), prefix.Length);
        _room = new char[2 * vocabulary.LongestToken + 2];
    }

    /// <exception cref="TokenizerFormatException">
    /// A merge is malformed or makes what is not in the vocabulary.
    /// </exception>
    public static MergeTable Read(ReadOnlySpan<byte> json, Vocabulary vocabulary, string prefix)
    {
        var merges = new MergesJson(vocabulary, vocabulary.Size, prefix);
        var reader = new Utf8JsonReader(json);
        if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return merges._table;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartArray)
                merges.AddPair(ref reader);
            else
                merges.AddLine(merges.Text(ref reader, 0));
        }

        return merges._table;
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, Vocabulary, string)"/>
    public static MergeTable Read(IEnumerable<string> lines, Vocabulary vocabulary)
    {
        var merges = new MergesJson(vocabulary, vocabulary.Size, "");
        foreach (var line in lines)
        {
            if (line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
                merges.AddLine(line);
        }

        return merges._table;
    }

    private void AddPair(ref Utf8JsonReader reader)
    {
        reader.Read();
        var left = Text(ref reader, 0).Length;
        reader.Read();
        var right = Text(ref reader, left).Length;
        reader.Read();
        Add(_room.AsSpan(0, left), _room.AsSpan(left, right));
    }

    private void AddLine(ReadOnlySpan<char> line)
    {
        var space = line.IndexOf(' ');
        if (space <= 0 || line[(space + 1)..].Contains(' '))
            throw new TokenizerFormatException($"Merge {_rank} must be two pieces, got '{line}'.");
        Add(line[..space], line[(space + 1)..]);
    }

    private void Add(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var continued = right[Math.Min(_prefix, right.Length)..];
        Span<char> both = stackalloc char[left.Length + continued.Length];
        left.CopyTo(both);
        continued.CopyTo(both[left.Length..]);
        var (first, second, result) = (_vocabulary.IdOf(left), _vocabulary.IdOf(right), _vocabulary.IdOf(both));
        if (first < 0 || second < 0 || result < 0)
            throw new TokenizerFormatException($"Merge {_rank}, '{left} {right}', is not in the vocabulary.");
        _table.Add(first, second, _rank++, result);
    }

    private Span<char> Text(ref Utf8JsonReader reader, int at)
    {
        var longest = reader.HasValueSequence ? (int)reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (at + longest > _room.Length)
            Array.Resize(ref _room, at + 2 * longest);
        return _room.AsSpan(at, reader.CopyString(_room.AsSpan(at)));
    }
}
