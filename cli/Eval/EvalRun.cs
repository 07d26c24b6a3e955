using Mesh.Editing;
using Mesh.Nano.Evaluation;
using Mesh.Nano.Output;
using Mesh.Video.Images;

namespace Mesh.Cli.Eval;

/// <summary>Scores a model folder and tells the figures.</summary>
internal static class EvalRun
{
    public static ExitCode Run(EvalOptions asked, CancellationToken cancellation)
    {
        Compute.UseThreads(asked.Threads);
        using var model = ModelFolder.Load(asked.Model);
        if (model.Description.Family != ModelOption.Default)
            throw new ModelException($"{asked.Model}: only nano models can be scored on rendered scenes.");

        var options = new EvaluationOptions();
        options = options with { Cases = asked.Cases ?? options.Cases, Seed = asked.Seed ?? options.Seed };
        var editor = new ModelSceneEditor(model, asked.Steps, asked.Guidance);
        var progress = asked.Json ? null : new CaseLine();
        var (report, shown) = SceneEvaluation.Run(editor, options, progress, cancellation);

        if (asked.Sheet is { } sheet)
            PngFile.Save(sheet, EvaluationSheet.Draw(shown));
        if (asked.Json)
            Console.Out.WriteLine(MetricsFile.ToJson(report));
        else
            EvalSummary.Print(report, model, editor, asked.Sheet);
        return ExitCode.Done;
    }

    /// <summary>One line that counts the cases, on a terminal only.</summary>
    private sealed class CaseLine : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value)
        {
            if (!Console.IsErrorRedirected)
                Console.Error.Write($"\r{value.Done}/{value.Total} cases{(value.Done == value.Total ? "\n" : "")}");
        }
    }
}
