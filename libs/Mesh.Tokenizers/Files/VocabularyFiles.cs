using System.Text.Json;
using Mesh.Tokenizers.Bpe;

namespace Mesh.Tokenizers.Files;

/// <summary>A vocab.json and a merges.txt, as GPT-2 and CLIP were published.</summary>
/// <remarks>
/// The files do not say how texts are prepared; the word ends "&lt;/w&gt;" tell CLIP from the others.
/// </remarks>
internal static class VocabularyFiles
{
    public const string VocabularyName = "vocab.json";

    private const string WordEnd = "</w>";

    private const string ClipStart = "<|startoftext|>";

    private const string End = "<|endoftext|>";

    private const string ClipSettings = """
        {
          "normalizer": { "type": "Sequence", "normalizers": [
            { "type": "NFC" },
            { "type": "Replace", "pattern": { "Regex": "\\s+" }, "content": " " },
            { "type": "Lowercase" } ] },
          "pre_tokenizer": { "type": "Sequence", "pretokenizers": [
            { "type": "Split", "behavior": "Removed", "invert": true, "pattern": { "Regex":
        "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" } },
            { "type": "ByteLevel", "add_prefix_space": false } ] },
          "decoder": { "type": "ByteLevel" }
        }
        """;

    private const string ByteLevelSettings = """
        {
          "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false },
          "decoder": { "type": "ByteLevel" }
        }
        """;

    /// <exception cref="TokenizerFormatException">A file is malformed or the two do not fit together.</exception>
    public static Tokenizer Read(string vocabularyPath)
    {
        var folder = Path.GetDirectoryName(vocabularyPath) ?? "";
        try
        {
            var reader = new Utf8JsonReader(File.ReadAllBytes(vocabularyPath));
            reader.Read();
            var vocabulary = VocabularyJson.Read(ref reader);
            var merges = MergesJson.Read(File.ReadLines(Path.Combine(folder, "merges.txt")), vocabulary);
            return Build(vocabulary, merges);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new TokenizerFormatException($"{vocabularyPath}: {error.Message}", error);
        }
    }

    private static Tokenizer Build(Vocabulary vocabulary, MergeTable merges)
    {
        var (start, end) = (vocabulary.IdOf(ClipStart), vocabulary.IdOf(End));
        var isClip = start >= 0 && end >= 0 && vocabulary.Ids.Keys.Any(token => token.EndsWith(WordEnd));
        var settings = new BpeSettings(
            ReadsBytes: true, vocabulary.IdOf(End) >= 0 ? End : null, FuseUnknown: false, ByteFallback: false,
            IgnoreMerges: false, Prefix: "", Suffix: isClip ? WordEnd : "");
        var frame = isClip ? new Frame([start], [end]) : new Frame([], []);
        using var document = JsonDocument.Parse(isClip ? ClipSettings : ByteLevelSettings);
        return TokenizerFile.Build(
            document.RootElement, vocabulary, new BpeModel(vocabulary, merges, settings), Specials(vocabulary), frame);
    }

    private static IEnumerable<Added.AddedToken> Specials(Vocabulary vocabulary) =>
        from token in new[] { ClipStart, End }
        let id = vocabulary.IdOf(token)
        where id >= 0
        select new Added.AddedToken(id, token, false, false, false, Normalized: false, Special: true);
}
