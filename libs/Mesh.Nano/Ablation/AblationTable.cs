using System.Globalization;
using System.Text;
using Mesh.Scenes;

namespace Mesh.Nano.Ablation;

/// <summary>The figures of a comparison as Markdown: the last step of each arm, then success on the way.</summary>
public static class AblationTable
{
    internal static readonly EditType[] Types = Enum.GetValues<EditType>();

    public static string Write(AblationResult result)
    {
        var text = new StringBuilder();
        AppendLast(text, result);
        text.Append('\n');
        AppendWay(text, result);
        return text.ToString();
    }

    internal static string Name(EditType type) => type.ToString().ToLowerInvariant();

    private static void AppendLast(StringBuilder text, AblationResult result)
    {
        text.Append(CultureInfo.InvariantCulture, $"After {result.Recipe.Steps} steps, in percent:\n\n| arm | seed |");
        text.AppendJoin(" |", (string[])[" all", .. Types.Select(type => $" {Name(type)}")])
            .Append(" | shuffled | outside, dB |\n|---|---|")
            .Insert(text.Length, "---|", Types.Length + 3)
            .Append('\n');
        foreach (var arm in Arms(result, result.Recipe.Steps))
        {
            foreach (var point in arm)
                AppendRow(text, arm.Key, point.Seed.ToString(CultureInfo.InvariantCulture), [point]);
            if (arm.Count() > 1)
                AppendRow(text, $"**{arm.Key}**", "mean", [.. arm]);
        }
    }

    private static void AppendRow(StringBuilder text, string arm, string seed, IReadOnlyList<AblationPoint> points)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {arm} | {seed} | {Percent(points, Success)} |");
        foreach (var type in Types)
            text.Append(CultureInfo.InvariantCulture, $" {Percent(points, one => one.Report.ByType[type].Rate)} |");
        text.Append(CultureInfo.InvariantCulture, $" {Percent(points, one => one.Report.Shuffled.Rate)} |")
            .Append(CultureInfo.InvariantCulture, $" {points.Average(one => one.Report.OutsidePsnr):0.0} |\n");
    }

    private static void AppendWay(StringBuilder text, AblationResult result)
    {
        int[] steps = [.. result.Recipe.MeasuredSteps];
        text.Append("Success in percent and decibels outside the edit on the way, mean of the seeds:\n\n| arm |")
            .AppendJoin(" |", steps.Select(step => string.Create(CultureInfo.InvariantCulture, $" {step}")))
            .Append(" |\n|---|").Insert(text.Length, "---|", steps.Length).Append('\n');
        foreach (var arm in Arms(result, steps))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {arm.Key} |");
            foreach (var points in arm.GroupBy(point => point.Step).Select(group => group.ToList()))
                text.Append(CultureInfo.InvariantCulture, $" {Percent(points, Success)}, ")
                    .Append(CultureInfo.InvariantCulture, $"{points.Average(one => one.Report.OutsidePsnr):0.0} dB |");
            text.Append('\n');
        }
    }

    private static IEnumerable<IGrouping<string, AblationPoint>> Arms(AblationResult result, params int[] steps) =>
        result.Points.Where(point => steps.Contains(point.Step)).GroupBy(point => point.Arm);

    private static double Success(AblationPoint point) => point.Report.Success.Rate;

    private static string Percent(IReadOnlyList<AblationPoint> points, Func<AblationPoint, double> share) =>
        (100 * points.Average(share)).ToString("0.0", CultureInfo.InvariantCulture);
}
