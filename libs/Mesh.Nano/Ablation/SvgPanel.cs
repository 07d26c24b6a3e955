using System.Globalization;
using System.Text;
using Mesh.Training.Reports;

namespace Mesh.Nano.Ablation;

/// <summary>A line of a panel.</summary>
/// <param name="Colour">As SVG names it.</param>
/// <param name="Width">In units of the picture.</param>
/// <param name="Points">Step and value, from left to right.</param>
internal sealed record SvgLine(string Colour, double Width, IReadOnlyList<(double Step, double Value)> Points);

/// <summary>One plot over the steps, below the plots before it.</summary>
/// <param name="Title">What is plotted, with its unit.</param>
/// <param name="Lines">At least one of them has a point.</param>
internal sealed record SvgPanel(string Title, IReadOnlyList<SvgLine> Lines)
{
    private const double Left = 50, Wide = 640, High = 170, Pitch = 220, Top = 50;

    /// <summary>Begins the picture and names its colours.</summary>
    public static void Open(StringBuilder svg, int panels, IReadOnlyList<(string Name, string Colour)> legend)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ")
            .Append(CultureInfo.InvariantCulture, $"{Left + Wide + 10} {Top + panels * Pitch}' ")
            .Append("font-family='sans-serif' font-size='12' fill='none'>\n<rect width='100%' height='100%' ")
            .Append("fill='#fff'/>\n");
        foreach (var (index, (name, colour)) in legend.Index())
            AppendText(svg, Left + 120 * index, 18, $"— {name}", colour);
    }

    /// <param name="svg">The picture.</param>
    /// <param name="index">Place from the top.</param>
    /// <param name="steps">Right end of the axis.</param>
    public void Append(StringBuilder svg, int index, int steps)
    {
        var top = Top + index * Pitch;
        var values = Lines.SelectMany(line => line.Points).Select(point => point.Value).ToList();
        var low = Math.Floor(values.Min());
        var high = Math.Max(Math.Ceiling(values.Max()), low + 1);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect x='{Left}' y='{top}' width='{Wide}' height='{High}' stroke='#bbb'/>\n");
        AppendText(svg, Left, top - 6, Title);
        AppendText(svg, 8, top + 10, high.ToString("0.##", CultureInfo.InvariantCulture));
        AppendText(svg, 8, top + High, low.ToString("0.##", CultureInfo.InvariantCulture));
        AppendText(svg, Left, top + High + 16, "0");
        AppendText(svg, Left + Wide - 70, top + High + 16, $"{steps} steps");
        var box = new SvgPolyline(Left, top, Wide, High);
        foreach (var line in Lines)
        {
            svg.Append(
                CultureInfo.InvariantCulture, $"<polyline stroke='{line.Colour}' stroke-width='{line.Width}' points='")
                .Append(box.Points(line.Points, 0, steps, low, high)).Append("'/>\n");
        }
    }

    private static void AppendText(StringBuilder svg, double x, double y, string text, string colour = "#333") =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x='{x}' y='{y}' fill='{colour}'>{text}</text>\n");
}
