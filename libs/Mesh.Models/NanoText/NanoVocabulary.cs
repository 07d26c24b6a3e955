namespace Mesh.Models.NanoText;

/// <summary>Cuts an instruction into words and gives each its id.</summary>
/// <remarks>
/// Case and punctuation are dropped, synonyms folded (the longest phrase first), fillers left out. Id 0 is padding, id
/// 1 starts every instruction, words follow in the order of the config.
/// </remarks>
public sealed class NanoVocabulary
{
    public const long Padding = 0;
    public const long Start = 1;
    public const int FirstWord = 2;

    private readonly NanoTextConfig _config;
    private readonly Dictionary<string, long> _ids;
    private readonly HashSet<string> _fillers;
    private readonly int _longestPhrase;

    public NanoVocabulary(NanoTextConfig config)
    {
        config.Validate();
        _config = config;
        _ids = config.Words.Select((word, i) => (word, id: (long)FirstWord + i)).ToDictionary(x => x.word, x => x.id);
        _fillers = [.. config.Fillers];
        _longestPhrase = config.Synonyms.Keys.Select(phrase => phrase.Split(' ').Length).DefaultIfEmpty(1).Max();
    }

    /// <summary>Ids of an instruction, start token first, padded to the length of the config.</summary>
    /// <param name="instruction">Plain words; "" gives the start token alone.</param>
    /// <exception cref="UnknownWordException">A word is neither known nor a synonym nor a filler.</exception>
    /// <exception cref="InstructionTooLongException">More words are left than the encoder has places for.</exception>
    public long[] Encode(string instruction)
    {
        var words = Words(instruction);
        if (words.Count > _config.Length - 1)
            throw new InstructionTooLongException(instruction, words.Count, _config.Length - 1);

        var ids = new long[_config.Length];
        ids[0] = Start;
        for (var i = 0; i < words.Count; i++)
            ids[i + 1] = _ids[words[i]];
        return ids;
    }

    /// <summary>The known words an instruction comes down to.</summary>
    /// <exception cref="UnknownWordException">A word is neither known nor a synonym nor a filler.</exception>
    public IReadOnlyList<string> Words(string instruction)
    {
        var written = Cut(instruction);
        var words = new List<string>();
        for (var i = 0; i < written.Count;)
        {
            var (word, length) = Fold(written, i);
            i += length;
            if (_ids.ContainsKey(word))
                words.Add(word);
            else if (!_fillers.Contains(word))
                throw new UnknownWordException(word, Nearest(word), _config.Words);
        }
        return words;
    }

    private (string Word, int Length) Fold(List<string> written, int start)
    {
        for (var length = Math.Min(_longestPhrase, written.Count - start); length > 0; length--)
            if (_config.Synonyms.TryGetValue(string.Join(' ', written.GetRange(start, length)), out var word))
                return (word, length);
        return (written[start], 1);
    }

    // Letters and digits make words, an apostrophe is skipped ("don't"), all else separates.
    private static List<string> Cut(string instruction)
    {
        var spaced = instruction.ToLowerInvariant()
            .Where(c => c is not ('\'' or '\u2019'))
            .Select(c => char.IsLetterOrDigit(c) ? c : ' ');
        return [.. string.Concat(spaced).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    // A guess with more than half of its letters wrong would not help.
    private string? Nearest(string word)
    {
        var known = _config.Words.Concat(_config.Synonyms.Keys).DefaultIfEmpty("");
        var nearest = known.MinBy(candidate => EditDistance.Between(word, candidate))!;
        return 2 * EditDistance.Between(word, nearest) <= word.Length ? nearest : null;
    }
}
