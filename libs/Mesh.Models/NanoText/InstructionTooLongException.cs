namespace Mesh.Models.NanoText;

/// <summary>An instruction has more words than the editor reads.</summary>
/// <param name="instruction">The instruction as written.</param>
/// <param name="words">Its words without fillers.</param>
/// <param name="limit">Words the editor reads.</param>
public sealed class InstructionTooLongException(string instruction, int words, int limit)
    : ArgumentException(
        $"\"{instruction}\" has {words} words that count, but this editor reads {limit}: "
        + "say it shorter, or make one edit after the other.")
{
    public int Words { get; } = words;

    public int Limit { get; } = limit;
}
