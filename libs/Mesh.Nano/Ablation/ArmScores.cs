using System.Diagnostics;
using Mesh.Editing;
using Mesh.Nano.Evaluation;
using Mesh.Nano.Output;
using Mesh.Nano.Stages;
using Mesh.Training;

namespace Mesh.Nano.Ablation;

/// <summary>Scores the model folders of a trained arm; what has been scored before is read.</summary>
internal static class ArmScores
{
    private const string Stage = "score";

    /// <param name="run">The arm.</param>
    /// <param name="arm">Its name.</param>
    /// <param name="steps">Of both stages together, those that were kept.</param>
    public static IReadOnlyList<AblationPoint> Of(NanoRun run, string arm, IReadOnlyList<int> steps)
    {
        var clock = Stopwatch.StartNew();
        var points = new List<AblationPoint>();
        foreach (var step in steps)
        {
            points.Add(new AblationPoint(run.Recipe.Seed, arm, step, Score(run, ArmTraining.FolderOf(run, step))));
            run.Progress?.Report(new StepReport(
                Stage, points.Count, steps.Count, null, null, points.Count * points[0].Report.Cases
                / clock.Elapsed.TotalSeconds, clock.Elapsed,
                clock.Elapsed / points.Count * (steps.Count - points.Count)));
        }
        return points;
    }

    private static EvaluationReport Score(NanoRun run, string folder)
    {
        var metrics = Path.Combine(folder, "metrics.json");
        if (run.Options.Resume && File.Exists(metrics))
            return MetricsFile.Load(metrics);

        using var model = ModelFolder.Load(folder);
        var options = new EvaluationOptions
        {
            Cases = run.Recipe.Evaluation.Cases,
            Seed = run.Recipe.Evaluation.Seed,
            Shown = 0,
        };
        var (report, _) = SceneEvaluation.Run(new ModelSceneEditor(model), options, cancellation: run.Cancellation);
        MetricsFile.Save(metrics, report);
        return report;
    }
}
