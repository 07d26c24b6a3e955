namespace Mesh.Tokenizers;

/// <summary>The ids of words seen lately; one slot per hash, so that it neither grows nor locks.</summary>
internal sealed class WordCache
{
    /// <summary>Chars of the longest word that is kept.</summary>
    public const int MaxLength = 32;

    private const int Slots = 1 << 15;

    private readonly Entry?[] _entries = new Entry?[Slots];

    /// <summary>The ids of a word, or false.</summary>
    public bool TryGet(ReadOnlySpan<char> word, out ReadOnlySpan<int> ids)
    {
        var entry = Volatile.Read(ref _entries[SlotOf(word)]);
        var found = entry is not null && word.SequenceEqual(entry.Word);
        ids = found ? entry!.Ids : [];
        return found;
    }

    public void Keep(ReadOnlySpan<char> word, ReadOnlySpan<int> ids)
    {
        if (word.Length <= MaxLength)
            Volatile.Write(ref _entries[SlotOf(word)], new Entry(word.ToString(), ids.ToArray()));
    }

    private static int SlotOf(ReadOnlySpan<char> word) => string.GetHashCode(word) & (Slots - 1);

    private sealed record Entry(string Word, int[] Ids);
}
