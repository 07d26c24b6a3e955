namespace Mesh.Models.NanoText;

/// <summary>An instruction has a word the editor was not trained on.</summary>
/// <param name="word">The word as written, lower-case.</param>
/// <param name="nearest">The known word or synonym with the closest spelling; null when none is close.</param>
/// <param name="known">Every known word.</param>
public sealed class UnknownWordException(string word, string? nearest, IReadOnlyList<string> known)
    : ArgumentException(
        $"\"{word}\" is not a word this editor knows{(nearest is null ? "." : $"; did you mean \"{nearest}\"?")} "
        + $"It knows: {string.Join(", ", known.Order(StringComparer.Ordinal))}.")
{
    public string Word { get; } = word;

    public string? Nearest { get; } = nearest;

    public IReadOnlyList<string> Known { get; } = known;
}
