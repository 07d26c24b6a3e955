using System.Globalization;
using System.Net;
using System.Text;
using Mesh.Training.Runs;

namespace Mesh.Training.Reports;

/// <summary>
/// The page of a run: curves, where its time goes, checkpoints, publications, and frames of held-out samples. One file
/// without scripts; it loads itself again while the run goes on.
/// </summary>
public static class RunReport
{
    public const string FileName = "report.html";

    private const int RecentSteps = 100;
    private const string Head = """
        <style>body{font:14px system-ui;margin:2em;max-width:960px}svg{background:#fafafa;border:1px solid #ddd}
        polyline{fill:none;stroke:#0b62c4;stroke-width:1.5}figure{margin:1em 0}td,th{padding:2px 12px 2px 0;
        text-align:left}img{max-width:100%}.bar{display:flex;color:#fff}.bar div{overflow:hidden;padding:4px 0}</style>

        """;

    private static readonly string[] Colours = ["#777", "#0b62c4", "#1b8a5a", "#b3541e", "#8b3fa8"];

    /// <param name="title">Heading, for example name and recipe.</param>
    /// <param name="history">What the run has left.</param>
    /// <param name="isLive">Whether the page loads itself again every ten seconds.</param>
    public static string Write(string title, RunHistory history, bool isLive)
    {
        var page = new StringBuilder("<!doctype html><meta charset=utf-8>");
        if (isLive)
            page.Append("<meta http-equiv=refresh content=10>");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Text(title)}</title>").Append(Head)
            .Append(CultureInfo.InvariantCulture, $"<h1>{Text(title)}</h1>");
        if (history.Steps.Count == 0)
            return page.Append("<p>No step yet.</p>\n").ToString();

        AppendSteps(page, history.Steps);
        AppendRows(page, "Checkpoints", ["step", "MB"], history.Checkpoints.Select(checkpoint => (string[])
            [Number(checkpoint.Step), Number(checkpoint.Bytes / 1e6)]));
        AppendRows(page, "Publications", ["step", "held-out loss", "served before", "outcome"],
            history.Candidates.Select(candidate => (string[])
            [
                Number(candidate.Step), Number(candidate.Loss), Number(candidate.ServedLoss),
                candidate.Refusal ?? $"published as {candidate.Version}",
            ]));
        if (history.Sheets.Count > 0)
            page.Append("<h2>Held-out samples</h2>");
        foreach (var sheet in history.Sheets)
        {
            var picture = Convert.ToBase64String(File.ReadAllBytes(sheet));
            page.Append(CultureInfo.InvariantCulture, $"<p>{Text(Path.GetFileNameWithoutExtension(sheet))}</p>")
                .Append(CultureInfo.InvariantCulture, $"<img src=\"data:image/png;base64,{picture}\">");
        }
        return page.Append('\n').ToString();
    }

    private static void AppendSteps(StringBuilder page, IReadOnlyList<RunStep> steps)
    {
        var last = steps[^1];
        page.Append(CultureInfo.InvariantCulture, $"<p>{Text(last.Stage)}: step {last.Step} of {last.TotalSteps}, ")
            .Append(CultureInfo.InvariantCulture, $"{steps.Count(step => step.Skipped is not null)} not taken</p>");
        Curve(new("Loss", IsLogarithmic: true), step => step.Loss);
        Curve(new("Gradient norm", IsLogarithmic: true), step => step.GradNorm);
        Curve(new("Tokens a second"), step => step.Tokens / step.Times.Total);
        Curve(new("Learning rate"), step => step.LearningRate);
        AppendTimes(page, [.. steps.TakeLast(RecentSteps)]);

        void Curve(SvgCurve curve, Func<RunStep, double> of) =>
            page.Append(curve.Draw([.. steps.Select(step => (step.Step, of(step)))]));
    }

    private static void AppendTimes(StringBuilder page, IReadOnlyList<RunStep> steps)
    {
        (string Name, double Seconds)[] parts =
        [
            ("data", steps.Sum(step => step.Times.Data)),
            ("forward", steps.Sum(step => step.Times.Forward)),
            ("backward", steps.Sum(step => step.Times.Backward)),
            ("optimizer", steps.Sum(step => step.Times.Optimizer)),
            ("checkpoint", steps.Sum(step => step.Times.Checkpoint)),
        ];
        var total = Math.Max(parts.Sum(part => part.Seconds), 1e-9);
        page.Append("<h2>Time of the last steps</h2><div class=bar>");
        foreach (var ((_, seconds), colour) in parts.Zip(Colours))
        {
            page.Append("<div style=\"width:").Append(Share(seconds / total))
                .Append(CultureInfo.InvariantCulture, $";background:{colour}\">&nbsp;</div>");
        }
        page.Append("</div><p>")
            .AppendJoin(", ", parts.Select(part => $"{part.Name} {Share(part.Seconds / total)}"))
            .Append("; of these ").Append(Share(steps.Sum(step => step.Times.Communication) / total))
            .Append(" waiting for other ranks</p>");
    }

    private static void AppendRows(
        StringBuilder page, string title, IReadOnlyList<string> names, IEnumerable<string[]> rows)
    {
        List<string> lines = [.. rows.Select(row =>
            $"<tr>{string.Concat(row.Select(cell => $"<td>{Text(cell)}</td>"))}</tr>")];
        if (lines.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2><table><tr>")
            .AppendJoin("", names.Select(name => $"<th>{name}</th>")).Append("</tr>")
            .AppendJoin("", lines).Append("</table>");
    }

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
