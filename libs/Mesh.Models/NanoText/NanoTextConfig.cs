namespace Mesh.Models.NanoText;

/// <summary>
/// The language and the shape of the small instruction encoder. It is published with the weights, so that a checkpoint
/// understands what it was trained on. Immutable; derive a variant with <c>with</c>.
/// </summary>
public sealed record NanoTextConfig
{
    /// <summary>Every word with an embedding, lower-case; the order gives the ids.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>What people write, one word or several, with the word it stands for.</summary>
    public IReadOnlyDictionary<string, string> Synonyms { get; init; } = new Dictionary<string, string>();

    /// <summary>Words that say nothing to the editor and are left out.</summary>
    public IReadOnlyList<string> Fillers { get; init; } = [];

    /// <summary>Tokens of an instruction, the start token included.</summary>
    public int Length { get; init; } = 10;

    public int HiddenSize { get; init; } = 128;

    public int NumLayers { get; init; } = 2;

    public int NumHeads { get; init; } = 4;

    public int MlpRatio { get; init; } = 4;

    /// <summary>Rows of the embedding: padding, start and the words.</summary>
    public int VocabularySize => NanoVocabulary.FirstWord + Words.Count;

    /// <summary>Channels of the pooled vector: all outputs one after the other.</summary>
    public int PooledChannels => Length * HiddenSize;

    /// <summary>The encoder of the demo editor for a language; articles and words of courtesy are fillers.</summary>
    /// <param name="words">Every word the training instructions use.</param>
    /// <param name="synonyms">What people write instead, with the word it stands for.</param>
    public static NanoTextConfig Nano(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> synonyms)
    {
        string[] fillers = ["the", "a", "an", "please", "can", "could", "you", "now", "just", "its"];
        return new NanoTextConfig { Words = [.. words.Except(fillers)], Synonyms = synonyms, Fillers = fillers };
    }

    /// <summary>Throws when the settings do not fit together.</summary>
    /// <exception cref="ArgumentException">
    /// A size contradicts another, a word stands twice, or a synonym leads nowhere; the message names it.
    /// </exception>
    public void Validate()
    {
        if (HiddenSize % NumHeads != 0)
            throw new ArgumentException($"HiddenSize {HiddenSize} is not a multiple of NumHeads {NumHeads}.");
        if (Length < 2)
            throw new ArgumentException($"Length must be at least 2 for a start token and a word, got {Length}.");
        if (Words.GroupBy(word => word).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
            throw new ArgumentException($"Word \"{twice}\" stands twice in the vocabulary.");
        foreach (var (written, meant) in Synonyms)
            if (!Words.Contains(meant) && !Fillers.Contains(meant))
                throw new ArgumentException($"\"{written}\" stands for \"{meant}\", which is not in the vocabulary.");
    }
}
