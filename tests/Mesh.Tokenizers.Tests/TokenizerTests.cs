using System.Text.Json;

namespace Mesh.Tokenizers.Tests;

public sealed class TokenizerTests : IDisposable
{
    private const string NoChange = "null";

    private readonly string _folder = Directory.CreateTempSubdirectory("tokenizer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_pair_of_the_lowest_rank_is_merged_first() =>
        Assert.Equal(["a", "bc", "bc"], Pieces(Bpe(["b c", "a b"]), "abcbc"));

    [Fact]
    public void Long_words_are_merged_as_short_ones_are()
    {
        var tokenizer = Bpe(["b c", "a b", "ab bc", "bc bc"]);
        var words = Enumerable.Range(0, 40).Select(i => (i % 3) switch { 0 => "abbc", 1 => "bcbc", _ => "cab" });

        Assert.Equal(
            words.SelectMany(word => Pieces(tokenizer, word)),
            Pieces(tokenizer, string.Join(' ', words)).Where(piece => piece != "?"));
        Assert.Equal(Pieces(tokenizer, "abbc"), Pieces(tokenizer, string.Concat(Enumerable.Repeat("abbc", 60)))[..1]);
    }

    [Fact]
    public void Merges_are_read_as_pairs_too() =>
        Assert.Equal(["ab"], Pieces(Open(Bpe("""[["a", "b"]]""")), "ab"));

    [Fact]
    public void Truncation_keeps_the_closing_token()
    {
        var tokenizer = Open(Bpe("[]", """
            {"type": "RobertaProcessing", "cls": ["<s>", 10], "sep": ["</s>", 11]}
            """));

        Assert.Equal([10, 0, 1, 11], tokenizer.Encode("abc", maxLength: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("abc", maxLength: 1));
    }

    [Fact]
    public void Padding_stands_where_it_is_wanted()
    {
        var tokenizer = Bpe([]);
        var shape = new BatchShape { MaxLength = 4, PadId = 9 };

        Assert.Equal([0, 9, 9, 9, 0, 1, 2, 9], tokenizer.Encode(["a", "abc"], shape).Ids);
        var left = tokenizer.Encode(["a", "abc"], shape with { PadLeft = true, PadToMaximum = false });
        Assert.Equal([9, 9, 0, 0, 1, 2], left.Ids);
        Assert.Equal([0, 0, 1, 1, 1, 1], left.Mask);
        Assert.Equal((2, 3), (left.Count, left.Length));
    }

    [Theory]
    [InlineData("", "a<x>b", "a,<x>,b")]
    [InlineData("\"lstrip\": true,", "a <x>b", "a,<x>,b")]
    [InlineData("\"rstrip\": true,", "a<x>  b", "a,<x>,b")]
    [InlineData("\"single_word\": true,", "a<x> b <x>", "a,?,?,?,?,b,?,<x>")]
    public void Added_tokens_take_what_their_flags_say(string flags, string text, string expected)
    {
        var tokenizer = Open(Bpe("[]").Replace(
            "\"added_tokens\": []",
            $"\"added_tokens\": [{{{flags} \"id\": 12, \"content\": \"<x>\", \"special\": true}}]",
            StringComparison.Ordinal));

        Assert.Equal(expected.Split(','), Pieces(tokenizer, text));
        Assert.Equal(12, tokenizer.IdOf("<x>"));
    }

    [Fact]
    public void Halves_of_a_surrogate_pair_do_no_harm() => Assert.Equal(["a", "?"], Pieces(Bpe([]), "a\ud800"));

    [Theory]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"WordPiece\"", "WordPiece")]
    [InlineData("\"normalizer\": null", "\"normalizer\": {\"type\": \"Nmt\"}", "Nmt")]
    [InlineData("\"merges\": []", "\"merges\": [\"a q\"]", "a q")]
    [InlineData("\"vocab\"", "\"vocabulary\"", "vocabulary")]
    [InlineData("\"decoder\": null", "\"decoder\": {}", "type")]
    [InlineData("\"decoder\": null", "\"decoder\": ", "tokenizer.json")]
    public void A_file_that_cannot_be_used_is_refused_with_the_reason(string part, string broken, string reason)
    {
        var json = Bpe("[]");
        Assert.Contains(part, json, StringComparison.Ordinal);

        var error = Assert.Throws<TokenizerFormatException>(
            () => Open(json.Replace(part, broken, StringComparison.Ordinal)));
        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_tokenizer_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Tokenizer.Open(_folder));

        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_share_one_tokenizer()
    {
        var tokenizer = Bpe(["b c", "a b", "ab bc"]);
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => string.Concat(Enumerable.Repeat("abc", i % 30)) + i)];
        int[][] alone = [.. texts.Select(text => Bpe(["b c", "a b", "ab bc"]).Encode(text))];

        var together = texts.AsParallel().AsOrdered().Select(text => tokenizer.Encode(text)).ToArray();

        Assert.Equal(alone, together);
    }

    private Tokenizer Bpe(string[] merges) => Open(Bpe(JsonSerializer.Serialize(merges)));

    private static string Bpe(string merges, string post = NoChange) => $$"""
        {
          "added_tokens": [],
          "normalizer": null, "pre_tokenizer": null, "decoder": null,
          "post_processor": {{post}},
          "model": { "type": "BPE", "unk_token": "?", "merges": {{merges}},
            "vocab": { "a": 0, "b": 1, "c": 2, "ab": 3, "bc": 4, "abbc": 5, "bcbc": 6, "?": 7, "abc": 8 } }
        }
        """;

    private Tokenizer Open(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "tokenizer.json"), json);
        return Tokenizer.Open(_folder);
    }

    private static string[] Pieces(Tokenizer tokenizer, string text) =>
        [.. tokenizer.Encode(text, specialTokens: false).Select(id => tokenizer.TokenOf(id)!)];
}
