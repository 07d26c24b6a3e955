using Mesh.Training.Stages;
using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Training.Curves;

/// <summary>The loss of the stages of a run, as a picture.</summary>
public static class TrainingCurves
{
    private const int MaxPoints = 400;

    /// <summary>Loss over the hours of the run, one line a stage, on a logarithmic axis.</summary>
    public static RgbImage Draw(
        string title, IReadOnlyList<(string Stage, IReadOnlyList<StepRecord> History)> stages) =>
        new LineChart(title, "hours", "loss", [.. Series(stages)]) { IsLogarithmic = true }.Draw();

    /// <summary>Points of a history averaged so that a line has a few hundred.</summary>
    /// <returns>Mean step, seconds and loss of each stretch.</returns>
    public static IReadOnlyList<(double Step, double Seconds, double Loss)> Smooth(IReadOnlyList<StepRecord> history)
    {
        var stretch = Math.Max(1, (history.Count + MaxPoints - 1) / MaxPoints);
        return [.. history.Chunk(stretch).Select(part => (
            part.Average(step => (double)step.Step),
            part.Average(step => step.Seconds),
            part.Average(step => step.Loss)))];
    }

    private static IEnumerable<ChartSeries> Series(
        IReadOnlyList<(string Stage, IReadOnlyList<StepRecord> History)> stages)
    {
        var before = 0.0;
        foreach (var (stage, history) in stages)
        {
            var start = before;
            yield return new ChartSeries(
                stage, [.. Smooth(history).Select(point => ((start + point.Seconds) / 3600, point.Loss))]);
            before += history.Count == 0 ? 0 : history[^1].Seconds;
        }
    }
}
