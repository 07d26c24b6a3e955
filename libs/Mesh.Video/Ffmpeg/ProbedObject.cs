using System.Globalization;
using System.Text.Json;

namespace Mesh.Video.Ffmpeg;

/// <summary>One stream, or the format, of ffprobe's JSON. What is absent or "N/A" is null.</summary>
internal readonly record struct ProbedObject(JsonElement Element)
{
    public string? Text(string name) => TextOf(Element, name);

    public long? Whole(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    public double? Number(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A positive fraction.</summary>
    public Rational? Fraction(string name) =>
        Rational.Parse(Text(name)) is { Num: > 0, Den: > 0 } value ? value : null;

    /// <summary>A colour property; ffprobe's ways of saying nothing become null.</summary>
    public string? Colour(string name) => Text(name) is { } text and not ("unknown" or "unspecified" or "reserved")
        ? text
        : null;

    /// <summary>A tag whatever its case: containers differ.</summary>
    public string? Tag(string name)
    {
        if (!Element.TryGetProperty("tags", out var tags))
            return null;
        foreach (var tag in tags.EnumerateObject())
        {
            if (tag.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return tag.Value.ToString();
        }
        return null;
    }

    public bool Has(string disposition) =>
        Element.TryGetProperty("disposition", out var all) && TextOf(all, disposition) == "1";

    /// <summary>Counter-clockwise degrees of the display matrix; null when there is none.</summary>
    public double? Turn()
    {
        if (!Element.TryGetProperty("side_data_list", out var list))
            return null;
        foreach (var item in list.EnumerateArray())
        {
            if (new ProbedObject(item).Number("rotation") is { } turn)
                return turn;
        }
        return null;
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ToString() is { } text and not ("N/A" or "") ? text : null;
}
