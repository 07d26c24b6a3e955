using System.Text;
using Mesh.Training.Reports;

namespace Mesh.Nano.Ablation;

/// <summary>Success, preservation and loss over the steps as one SVG: thin lines are seeds, thick ones means.</summary>
internal static class AblationChart
{
    private const int MaxPoints = 40;  // of a loss

    private static readonly string[] Colours = ["#c4520b", "#0b62c4"];

    public static string Draw(AblationResult result)
    {
        string[] arms = [.. result.Recipe.Arms.Select(arm => arm.Name)];
        SvgPanel[] panels =
        [
            new("success, %", [.. Scores(result, arms, point => 100 * point.Report.Success.Rate)]),
            new("outside the edit, dB", [.. Scores(result, arms, point => point.Report.OutsidePsnr)]),
            new("training loss of pairs, log10", [.. Losses(result, arms)]),
        ];
        var svg = new StringBuilder();
        SvgPanel.Open(svg, panels.Length, [.. arms.Zip(Colours)]);
        foreach (var (index, panel) in panels.Index())
            panel.Append(svg, index, result.Recipe.Steps);
        return svg.Append("</svg>\n").ToString();
    }

    private static IEnumerable<SvgLine> Scores(
        AblationResult result, string[] arms, Func<AblationPoint, double> value)
    {
        foreach (var (arm, colour) in arms.Zip(Colours))
        {
            var points = result.Points.Where(point => point.Arm == arm).ToList();
            foreach (var seed in points.GroupBy(point => point.Seed))
                yield return new SvgLine(colour, 1, [.. seed.Select(point => ((double)point.Step, value(point)))]);
            yield return new SvgLine(
                colour, 2.5, [.. points.GroupBy(point => point.Step).Select(step => (step.Key, step.Average(value)))]);
        }
    }

    // The loss of clips is another measure: they differ by more than an edit.
    private static IEnumerable<SvgLine> Losses(AblationResult result, string[] arms) =>
        from loss in result.Losses
        where loss.Stage == Stages.NanoRun.FineTuneStage
        select new SvgLine(Colours[Array.IndexOf(arms, loss.Arm)], 1.5, Smooth(loss));

    private static IReadOnlyList<(double, double)> Smooth(AblationLoss loss) =>
        [.. SvgPolyline.Thin([.. loss.History.Select(step => ((double)step.Step, (double)step.Loss))], MaxPoints)
            .Select(point => (loss.Before + point.Step, Math.Log10(Math.Max(point.Value, 1e-9))))];
}
