namespace Mesh.Curation;

/// <summary>Why something is not in the dataset.</summary>
/// <param name="Operator">Which operator dropped it, see <see cref="Operators"/>.</param>
/// <param name="Reason">A few words that are the same for all of a kind, for counting.</param>
/// <param name="Detail">What was expected and got, for reading; may be empty.</param>
public sealed record Drop(string Operator, string Reason, string Detail = "");

/// <summary>Names of the operators, in the order in which they work.</summary>
public static class Operators
{
    public const string Probe = "probe";
    public const string Scenes = "scenes";
    public const string Motion = "motion";
    public const string Duplicates = "duplicates";
    public const string Clips = "clips";
    public const string Masks = "masks";
    public const string Instructions = "instructions";
    public const string Judge = "judge";
    public const string Depth = "depth";
    public const string Balance = "balance";

    public static IReadOnlyList<string> All { get; } =
        [Probe, Scenes, Motion, Duplicates, Clips, Masks, Instructions, Judge, Depth, Balance];
}
