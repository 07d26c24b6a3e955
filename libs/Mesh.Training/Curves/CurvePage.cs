using System.Globalization;
using System.Net;
using System.Text;
using Mesh.Training.Stages;

namespace Mesh.Training.Curves;

/// <summary>One self-contained HTML page with the curves of a run; it reloads itself while the run goes on.</summary>
public static class CurvePage
{
    private const double Width = 900, Height = 260;

    /// <param name="title">Heading.</param>
    /// <param name="stages">Histories in their order.</param>
    /// <param name="live">Whether the page reloads itself every 30 seconds.</param>
    public static string Write(
        string title, IReadOnlyList<(string Stage, IReadOnlyList<StepRecord> History)> stages, bool live)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><meta charset=utf-8>");
        if (live)
            page.Append("<meta http-equiv=refresh content=30>");
        page.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(title)}</title>")
            .Append("<style>body{font:14px system-ui;margin:2em;max-width:960px}svg{background:#fafafa;")
            .Append("border:1px solid #ddd}polyline{fill:none;stroke:#0b62c4;stroke-width:1.5}</style>")
            .Append(CultureInfo.InvariantCulture, $"<h1>{WebUtility.HtmlEncode(title)}</h1>");
        foreach (var (stage, history) in stages.Where(stage => stage.History.Count > 0))
            AppendStage(page, stage, history);
        return page.Append('\n').ToString();
    }

    private static void AppendStage(StringBuilder page, string stage, IReadOnlyList<StepRecord> history)
    {
        var points = TrainingCurves.Smooth(history).Where(point => point.Loss > 0).ToList();
        if (points.Count == 0)
            return;
        var (low, high) = (Math.Log(points.Min(point => point.Loss)), Math.Log(points.Max(point => point.Loss)));
        var last = history[^1];
        page.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(stage)}</h2>")
            .Append(CultureInfo.InvariantCulture, $"<p>{last.Step} steps in {last.Seconds / 60:F1} minutes, ")
            .Append(CultureInfo.InvariantCulture, $"loss {points[0].Loss:G4} to {points[^1].Loss:G4} (log scale)</p>")
            .Append(CultureInfo.InvariantCulture, $"<svg viewBox='0 0 {Width} {Height}'><polyline points='");
        foreach (var (step, _, loss) in points)
        {
            var x = step / last.Step * Width;
            var y = Height - (Math.Log(loss) - low) / Math.Max(high - low, 1e-9) * (Height - 20) - 10;
            page.Append(CultureInfo.InvariantCulture, $"{x:F1},{y:F1} ");
        }
        page.Append("'/></svg>");
    }
}
