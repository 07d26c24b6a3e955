using System.Text;
using Mesh.Tokenizers.Added;
using Mesh.Tokenizers.Decoders;
using Mesh.Tokenizers.Files;
using Mesh.Tokenizers.Splitting;

namespace Mesh.Tokenizers;

/// <summary>Text to token ids and back, as the published tokenizers do it. Safe for use by several threads.</summary>
public sealed class Tokenizer
{
    private const string FileName = "tokenizer.json";

    private readonly Vocabulary _vocabulary;
    private readonly AddedTokens _added;
    private readonly Stage _stage;
    private readonly Frame _frame;
    private readonly TokenDecoder _decoder;

    internal Tokenizer(Vocabulary vocabulary, AddedTokens added, Stage stage, Frame frame, TokenDecoder decoder) =>
        (_vocabulary, _added, _stage, _frame, _decoder) = (vocabulary, added, stage, frame, decoder);

    /// <summary>Largest id plus one.</summary>
    public int Size => Math.Max(_vocabulary.Size, _added.Size);

    /// <param name="pathOrFolder">
    /// A tokenizer.json, a vocab.json with a merges.txt beside it, or a folder that holds one of them.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TokenizerFormatException">A file is malformed or asks for what is not supported.</exception>
    public static Tokenizer Open(string pathOrFolder)
    {
        var path = Directory.Exists(pathOrFolder) ? FileIn(pathOrFolder) : pathOrFolder;
        return Path.GetFileName(path) == VocabularyFiles.VocabularyName
            ? VocabularyFiles.Read(path)
            : TokenizerFile.Read(path);
    }

    /// <summary>The id of a token, or null.</summary>
    public int? IdOf(string token) =>
        _added.Of(token)?.Id ?? (_vocabulary.IdOf(token) is var id and >= 0 ? id : null);

    /// <summary>The token of an id, or null.</summary>
    public string? TokenOf(int id) => _added.Of(id)?.Content ?? _vocabulary.TokenOf(id);

    /// <param name="text">Any text; halves of surrogate pairs count as U+FFFD.</param>
    /// <param name="specialTokens">Whether the tokens around a text, such as its start, are added.</param>
    /// <param name="maxLength">Most ids; the end of the text gives way, the special tokens stay.</param>
    /// <exception cref="ArgumentOutOfRangeException">The special tokens alone are more than that.</exception>
    public int[] Encode(string text, bool specialTokens = true, int maxLength = int.MaxValue)
    {
        var (before, after) = specialTokens ? (_frame.Before, _frame.After) : ([], []);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, before.Length + after.Length);

        using var buffer = new IdBuffer();
        _added.Split(WellFormed(text), _stage, buffer);
        var kept = buffer.Ids[..Math.Min(buffer.Count, maxLength - before.Length - after.Length)];
        return [.. before, .. kept, .. after];
    }

    /// <summary>The ids of a text from outside: what looks like a special token in it is text.</summary>
    public int[] EncodePlain(string text)
    {
        using var buffer = new IdBuffer();
        _added.Plain(WellFormed(text), _stage, buffer);
        return [.. buffer.Ids[..buffer.Count]];
    }

    /// <summary>Encodes texts with their special tokens into one batch.</summary>
    public TokenBatch Encode(IReadOnlyList<string> texts, BatchShape shape)
    {
        int[][] rows = [.. texts.Select(text => Encode(text, specialTokens: true, shape.MaxLength))];
        var length = shape.PadToMaximum ? shape.MaxLength : rows.Max(row => row.Length);
        var (ids, mask) = (new long[rows.Length * length], new long[rows.Length * length]);
        Array.Fill(ids, shape.PadId);
        for (var i = 0; i < rows.Length; i++)
        {
            var start = i * length + (shape.PadLeft ? length - rows[i].Length : 0);
            for (var j = 0; j < rows[i].Length; j++)
                (ids[start + j], mask[start + j]) = (rows[i][j], 1);
        }

        return new TokenBatch(ids, mask, rows.Length, length);
    }

    /// <summary>The text of ids; an id that is none is left out.</summary>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = false)
    {
        var tokens = new List<string>();
        foreach (var id in ids)
        {
            if (TokenOf(id) is { } token && !(skipSpecialTokens && _added.Of(id) is { Special: true }))
                tokens.Add(token);
        }

        return string.Concat(_decoder(tokens));
    }

    private static string FileIn(string folder)
    {
        var found = new[] { FileName, VocabularyFiles.VocabularyName }
            .Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return found ?? throw new FileNotFoundException(
            $"{folder} must hold {FileName} or {VocabularyFiles.VocabularyName} with merges.txt.");
    }

    private static string WellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            return text;

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            result.Append(rune);
        return result.ToString();
    }
}
