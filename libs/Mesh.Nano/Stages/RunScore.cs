using Mesh.Editing;
using Mesh.Nano.Evaluation;
using Mesh.Nano.Output;
using Mesh.Video.Images;

namespace Mesh.Nano.Stages;

/// <summary>The last step of a run: scores the folder it has written and adds card, figures and pictures.</summary>
internal static class RunScore
{
    public static TrainingResult Write(NanoRun run, RunFacts facts)
    {
        using var model = ModelFolder.Load(run.Folder);
        var options = new EvaluationOptions
        {
            Cases = run.Recipe.Evaluation.Cases,
            Seed = run.Recipe.Evaluation.Seed,
        };
        var (report, shown) = SceneEvaluation.Run(
            new ModelSceneEditor(model), options, cancellation: run.Cancellation);

        MetricsFile.Save(run.PathOf("metrics.json"), report);
        File.WriteAllText(run.PathOf("card.md"), TrainingCard.Write(facts, report));
        PngFile.Save(run.PathOf("contact-sheet.png"), EvaluationSheet.Draw(shown));
        return new TrainingResult(run.Folder, facts.Total, report);
    }
}
