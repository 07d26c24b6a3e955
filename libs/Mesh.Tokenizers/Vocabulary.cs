namespace Mesh.Tokenizers;

/// <summary>The pieces of a model and their ids.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private string?[] _tokens;

    public Vocabulary(int capacity = 0)
    {
        _ids = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
        _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = new string?[Math.Max(16, capacity)];
    }

    /// <summary>Largest id plus one.</summary>
    public int Size { get; private set; }

    /// <summary>Chars of the longest token.</summary>
    public int LongestToken { get; private set; }

    /// <exception cref="TokenizerFormatException">The id is negative or too large to be one.</exception>
    public void Add(string token, int id)
    {
        if (id is < 0 or > 1 << 24)
            throw new TokenizerFormatException($"The token '{token}' has the id {id}, not between 0 and {1 << 24}.");
        if (id >= _tokens.Length)
            Array.Resize(ref _tokens, Math.Max(id + 1, 2 * _tokens.Length));

        _ids[token] = id;
        _tokens[id] = token;
        Size = Math.Max(Size, id + 1);
        LongestToken = Math.Max(LongestToken, token.Length);
    }

    /// <summary>The id of a piece, or -1.</summary>
    public int IdOf(ReadOnlySpan<char> token) => _bySpan.TryGetValue(token, out var id) ? id : -1;

    /// <summary>The piece of an id, or null.</summary>
    public string? TokenOf(int id) => (uint)id < (uint)Size ? _tokens[id] : null;

    /// <summary>Every piece with its id.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;
}
