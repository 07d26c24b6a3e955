using System.Globalization;
using Mesh.Curation.Recipes;
using Mesh.Video;

namespace Mesh.Curation.Judging;

/// <summary>Finds the failures that can be measured: new black shapes, and films that were not edited at all.</summary>
public sealed class MeasuredJudge(JudgeRules rules) : IJudge
{
    public string Name => "measured-1";

    public Task<Verdict> JudgeAsync(JudgeRequest request, CancellationToken cancellation)
    {
        var (black, change) = (0.0, 0.0);
        for (var i = 0; i < request.Original.Count; i++)
        {
            black = Math.Max(black, BlackSilhouette.Share(request.Original[i], request.Edited[i]));
            change += Difference(request.Original[i], request.Edited[i]) / request.Original.Count;
        }
        var scores = new Dictionary<string, double>
        {
            ["black-share"] = Math.Round(black, 4),
            ["change"] = Math.Round(change, 3),
        };
        var drop = black > rules.MaxBlackShare
            ? Dropped("black silhouette", $"a new black region of {Number(black)} of the frame")
            : change < rules.MinChange
                ? Dropped("not edited", $"a mean difference of {Number(change)}, at least {rules.MinChange} is needed")
                : null;
        return Task.FromResult(new Verdict(scores, drop));
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static Drop Dropped(string reason, string detail) => new(Operators.Judge, reason, detail);

    private static double Difference(RgbImage one, RgbImage other)
    {
        var sum = 0L;
        for (var i = 0; i < one.Pixels.Length; i++)
            sum += Math.Abs(one.Pixels[i] - other.Pixels[i]);
        return (double)sum / one.Pixels.Length;
    }
}
