using System.Text.RegularExpressions;

namespace Mesh.Curation.Instructions;

/// <summary>
/// Replaces the verb an instruction begins with by one that means the same, so that a model does not learn one wording.
/// </summary>
internal static partial class VerbSynonyms
{
    private static readonly string[][] Groups =
    [
        ["add", "insert", "place", "put"],
        ["remove", "delete", "erase", "take away"],
        ["replace", "swap", "substitute"],
        ["change", "alter", "modify"],
        ["convert", "transform", "turn"],
        ["make", "render"],
        ["recolour", "repaint", "tint"],
        ["pan", "swing", "sweep"],
        ["tilt", "angle"],
        ["zoom", "push"],
        ["keep", "hold"],
        ["show", "present"],
        ["let", "have"],
        ["increase", "raise"],
        ["decrease", "lower", "reduce"],
    ];

    /// <summary>The instruction with another verb, or as it is when its first word is none we know.</summary>
    public static string Vary(string instruction, SeededDraw draw)
    {
        var verb = VerbOf(instruction);
        if (verb is null || Array.Find(Groups, group => group.Contains(verb)) is not { } words)
            return instruction;
        var chosen = words[draw.Below(words.Length)];
        var rest = instruction[verb.Length..];
        return char.IsUpper(instruction[0]) ? $"{char.ToUpperInvariant(chosen[0])}{chosen[1..]}{rest}" : chosen + rest;
    }

    /// <summary>The first word in lower case, or null.</summary>
    public static string? VerbOf(string instruction) =>
        FirstWord().Match(instruction) is { Success: true } match ? match.Value.ToLowerInvariant() : null;

    [GeneratedRegex(@"\A[A-Za-z]+")]
    private static partial Regex FirstWord();
}
