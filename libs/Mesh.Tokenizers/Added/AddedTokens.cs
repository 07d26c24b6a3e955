using Mesh.Tokenizers.Normalizers;
using Mesh.Tokenizers.Splitting;

namespace Mesh.Tokenizers.Added;

/// <summary>Takes the added tokens out of a text, normalises the rest and hands it on.</summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<int, AddedToken> _byId;
    private readonly Dictionary<string, AddedToken> _byContent;
    private readonly AddedTokenSearch _raw;
    private readonly AddedTokenSearch _normalized;
    private readonly Normalizer? _normalizer;

    public AddedTokens(IReadOnlyList<AddedToken> tokens, Normalizer? normalizer)
    {
        _normalizer = normalizer;
        (_byId, _byContent) = ([], new(StringComparer.Ordinal));
        foreach (var token in tokens)
            (_byId[token.Id], _byContent[token.Content]) = (token, token);

        _raw = new AddedTokenSearch(
            tokens.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        _normalized = new AddedTokenSearch(
            tokens.Where(token => token.Normalized).Select(token => (Normal(token.Content), token)));
    }

    /// <summary>Largest id plus one.</summary>
    public int Size => _byId.Count == 0 ? 0 : _byId.Keys.Max() + 1;

    public AddedToken? Of(int id) => _byId.GetValueOrDefault(id);

    public AddedToken? Of(string content) => _byContent.GetValueOrDefault(content);

    /// <summary>Writes the ids of a text.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="stage">Takes what is no added token.</param>
    /// <param name="output">Takes the ids.</param>
    public void Split(string text, Stage stage, IdBuffer output)
    {
        var done = 0;
        while (_raw.Next(text, done) is var (start, end, token))
        {
            SplitNormalized(text[done..start], done == 0, stage, output);
            output.Add(token.Id);
            done = end;
        }

        SplitNormalized(text[done..], done == 0, stage, output);
    }

    /// <summary>Writes the ids of a text in which nothing is an added token.</summary>
    public void Plain(string text, Stage stage, IdBuffer output) => Take(Normal(text), isFirst: true, stage, output);

    private void SplitNormalized(string part, bool isFirst, Stage stage, IdBuffer output)
    {
        if (part.Length == 0)
            return;

        var text = Normal(part);
        var done = 0;
        while (_normalized.Next(text, done) is var (start, end, token))
        {
            Take(text.AsSpan(done..start), isFirst && done == 0, stage, output);
            output.Add(token.Id);
            done = end;
        }

        Take(text.AsSpan(done), isFirst && done == 0, stage, output);
    }

    private static void Take(ReadOnlySpan<char> piece, bool isFirst, Stage stage, IdBuffer output)
    {
        if (piece.Length > 0)
            stage.Take(piece, isFirst, output);
    }

    private string Normal(string text) => _normalizer is null ? text : _normalizer(text);
}
