using System.Globalization;
using System.Net;

namespace Mesh.Training.Reports;

/// <summary>One curve over the steps as inline SVG.</summary>
/// <param name="Title">Heading.</param>
/// <param name="IsLogarithmic">Axis of the values; values of 0 and below are then left out.</param>
internal sealed record SvgCurve(string Title, bool IsLogarithmic = false)
{
    private const double Width = 900, Height = 160, Margin = 8;
    private const int MaxPoints = 400;

    /// <param name="points">Steps rising; values that are no numbers are left out.</param>
    public string Draw(IReadOnlyList<(int Step, double Value)> points)
    {
        var kept = SvgPolyline.Thin(
            [.. from point in points where double.IsFinite(Axis(point.Value)) select ((double)point.Step, point.Value)],
            MaxPoints);
        if (kept.Count == 0)
            return "";
        List<(double Step, double Value)> drawn = [.. kept.Select(point => (point.Step, Axis(point.Value)))];
        var line = new SvgPolyline(Margin, Margin, Width - 2 * Margin, Height - 2 * Margin).Points(
            drawn, kept[0].Step, kept[^1].Step, drawn.Min(point => point.Value), drawn.Max(point => point.Value));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <figure><figcaption>{WebUtility.HtmlEncode(Title)}: {kept[^1].Value:G4} at step {kept[^1].Step:0}, from
            {kept.Min(point => point.Value):G4} to {kept.Max(point => point.Value):G4}</figcaption>
            <svg viewBox="0 0 {Width} {Height}"><polyline points="{line}"/></svg></figure>

            """);
    }

    private double Axis(double value) => IsLogarithmic ? Math.Log(value) : value;
}
