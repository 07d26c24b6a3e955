using System.Globalization;
using System.Net;
using System.Text;

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
        var kept = Smooth([.. points.Where(point => double.IsFinite(Axis(point.Value)))]);
        if (kept.Count == 0)
            return "";
        var (low, high) = (kept.Min(point => Axis(point.Value)), kept.Max(point => Axis(point.Value)));
        var (first, last) = (kept[0].Step, kept[^1].Step);
        var line = new StringBuilder();
        foreach (var (step, value) in kept)
        {
            var x = Margin + (step - first) / Math.Max(last - first, 1e-9) * (Width - 2 * Margin);
            var y = Height - Margin - (Axis(value) - low) / Math.Max(high - low, 1e-9) * (Height - 2 * Margin);
            line.Append(CultureInfo.InvariantCulture, $"{x:F1},{y:F1} ");
        }
        return string.Create(CultureInfo.InvariantCulture, $"""
            <figure><figcaption>{WebUtility.HtmlEncode(Title)}: {kept[^1].Value:G4} at step {last:0}, from
            {kept.Min(point => point.Value):G4} to {kept.Max(point => point.Value):G4}</figcaption>
            <svg viewBox="0 0 {Width} {Height}"><polyline points="{line}"/></svg></figure>

            """);
    }

    private double Axis(double value) => IsLogarithmic ? Math.Log(value) : value;

    private static List<(double Step, double Value)> Smooth(IReadOnlyList<(int Step, double Value)> points)
    {
        var stretch = Math.Max(1, (points.Count + MaxPoints - 1) / MaxPoints);
        return [.. points.Chunk(stretch).Select(part => (
            part.Average(point => (double)point.Step), part.Average(point => point.Value)))];
    }
}
