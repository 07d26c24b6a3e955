using System.Diagnostics.CodeAnalysis;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>
/// The line that a host prints when it ends because its model cannot be served, for whoever started it and named the
/// model.
/// </summary>
/// <param name="Reason">Names the folder and what is wrong with it.</param>
public sealed record FailureLine(string Reason)
{
    private const string Word = "mesh-failure ";

    /// <summary>Reads a line of a host's standard output.</summary>
    public static bool TryParse(string? line, [NotNullWhen(true)] out FailureLine? failure)
    {
        failure = line?.StartsWith(Word, StringComparison.Ordinal) == true ? new(line[Word.Length..]) : null;
        return failure is not null;
    }

    public override string ToString() => Word + Reason.ReplaceLineEndings(" ");
}
