namespace Mesh.Scenes;

/// <summary>The language of instructions.</summary>
public static class SceneGrammar
{
    /// <summary>No instruction is longer.</summary>
    public const int MaxWords = 9;

    /// <summary>Every word an instruction can have, in alphabetical order.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        .. Phrases.All
            .SelectMany(phrase => phrase.Split(' '))
            .Where(word => !word.StartsWith('{'))
            .Concat(SceneNames.All)
            .Concat(Place.All.SelectMany(place => place.Phrase.Split(' ')))
            .Concat(["a", "an"])
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What people write instead, with the word of <see cref="Words"/> it stands for.</summary>
    public static IReadOnlyDictionary<string, string> Synonyms { get; } = SynonymTable.Build();
}
