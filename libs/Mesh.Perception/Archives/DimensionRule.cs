using System.Globalization;
using System.Text.RegularExpressions;

namespace Mesh.Perception.Archives;

/// <summary>
/// What one side of a tensor may be: a number, or a name with conditions, such as "H%14" or "T&lt;=32".
/// </summary>
/// <param name="Fixed">The only length; null for a name.</param>
/// <param name="Name">Sides of one name are equally long in one call; null for a number.</param>
/// <param name="Multiple">Divides the length.</param>
/// <param name="Most">The largest length.</param>
public sealed partial record DimensionRule(long? Fixed, string? Name, long Multiple = 1, long Most = long.MaxValue)
{
    /// <exception cref="FormatException">The text is neither a number nor a name with conditions.</exception>
    public static DimensionRule Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new(number, null);

        var match = Pattern().Match(text);
        return match.Success
            ? new(null, match.Groups["name"].Value, Number(match.Groups["multiple"], 1), Number(match.Groups["most"]))
            : throw new FormatException($"'{text}' is no length: expected 3, B, H%14 or T<=32.");
    }

    /// <summary>Whether a side has this length, and the same as others of its name.</summary>
    /// <param name="length">Of the side.</param>
    /// <param name="lengths">Lengths by name so far; takes this one.</param>
    public bool Accepts(long length, IDictionary<string, long> lengths)
    {
        if (Name is null)
            return length == Fixed;
        if (length < 1 || length % Multiple != 0 || length > Most)
            return false;
        if (lengths.TryGetValue(Name, out var known))
            return known == length;
        lengths[Name] = length;
        return true;
    }

    public override string ToString() => Name is null
        ? Fixed!.Value.ToString(CultureInfo.InvariantCulture)
        : Name + (Multiple > 1 ? $"%{Multiple}" : "") + (Most < long.MaxValue ? $"<={Most}" : "");

    private static long Number(Group group, long otherwise = long.MaxValue) =>
        group.Success ? long.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex("^(?<name>[A-Za-z][A-Za-z0-9_]*)(%(?<multiple>[1-9][0-9]*))?(<=(?<most>[1-9][0-9]*))?$")]
    private static partial Regex Pattern();
}
