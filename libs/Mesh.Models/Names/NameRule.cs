using System.Text.RegularExpressions;

namespace Mesh.Models.Names;

/// <summary>A layer under its published name and under those that diffusers gives it.</summary>
/// <remarks>A star stands for one number. Weights and biases follow the name behind a dot.</remarks>
/// <param name="Published">Name in the layout of the authors.</param>
/// <param name="Diffusers">
/// Name in the layout of diffusers; several where it splits one published layer by rows, in order.
/// </param>
internal sealed record NameRule(string Published, params IReadOnlyList<string> Diffusers)
{
    private readonly Regex _published = Pattern(Published);
    private readonly Regex[] _diffusers = [.. Diffusers.Select(Pattern)];

    /// <summary>Whether the two halves of the rows stand in the other order.</summary>
    public bool SwapsHalves { get; init; }

    /// <summary>Names of diffusers for a published one, or null when it is of another layer.</summary>
    public IReadOnlyList<string>? OfPublished(string name) =>
        Renamed(_published, name, Diffusers) is { Count: > 0 } names ? names : null;

    /// <summary>
    /// The published name for one of diffusers and the number of its part, or null when it is of another layer.
    /// </summary>
    public (string Published, int Part)? OfDiffusers(string name)
    {
        for (var part = 0; part < _diffusers.Length; part++)
        {
            if (Renamed(_diffusers[part], name, [Published]) is [var published])
                return (published, part);
        }
        return null;
    }

    private static List<string> Renamed(Regex pattern, string name, IReadOnlyList<string> targets)
    {
        var match = pattern.Match(name);
        if (!match.Success)
            return [];

        var suffix = match.Groups["suffix"].Value;
        var numbers = match.Groups["number"].Captures.Select(capture => capture.Value).ToArray();
        return [.. targets.Select(target => Filled(target, numbers) + suffix)];
    }

    private static string Filled(string pattern, string[] numbers)
    {
        var parts = pattern.Split('*');
        return string.Concat(parts.Select((part, i) => i == 0 ? part : numbers[i - 1] + part));
    }

    private static Regex Pattern(string name) => new(
        "^" + Regex.Escape(name).Replace(@"\*", @"(?<number>\d+)", StringComparison.Ordinal)
        + @"(?<suffix>(\.(weight|bias|gamma))?)$",
        RegexOptions.CultureInvariant);
}
