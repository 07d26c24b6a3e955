using System.Diagnostics;
using Mesh.Nano.Output;
using Mesh.Nano.Recipe;
using Mesh.Nano.Stages;
using Mesh.Training;
using Mesh.Training.Flow;

namespace Mesh.Nano;

/// <summary>Trains the demo editor: autoencoder, clip pretraining, fine-tuning on pairs, model folder, score.</summary>
public static class NanoTraining
{
    /// <param name="recipe">Every number of the run.</param>
    /// <param name="outFolder">Becomes a model folder; the states of the stages go into its folder "training".</param>
    /// <param name="options">Workers, time, whether to go on.</param>
    /// <param name="progress">Told of every step, on a training thread: it must be quick.</param>
    /// <param name="cancellation">The state is saved first; with Resume the run goes on from there.</param>
    /// <returns>What the finished editor scores.</returns>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    /// <exception cref="NonFiniteLossException">Training broke down.</exception>
    /// <exception cref="InvalidDataException">The states in the folder are of another recipe or rank count.</exception>
    public static Task<TrainingResult> RunAsync(
        NanoRecipe recipe,
        string outFolder,
        TrainingOptions options,
        IProgress<StepReport>? progress = null,
        CancellationToken cancellation = default) => Task.Factory.StartNew(
            () => Run(new NanoRun(recipe, outFolder, options, progress, cancellation)),
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private static TrainingResult Run(NanoRun run)
    {
        if (!run.Options.Resume && Directory.Exists(run.PathOf("training")))
            Directory.Delete(run.PathOf("training"), recursive: true);
        ModelFolderWriter.SaveConfig(run.Folder, run.Recipe);

        var histories = new RunHistories(run);
        histories.Add(NanoRun.VaeStage, new VaeStage(run).Run());

        var clock = Stopwatch.StartNew();
        using var data = EncodedPairs.Make(run);
        var encoding = clock.Elapsed;

        histories.Add(NanoRun.PretrainStage, Flow(run, NanoRun.PretrainStage, data, data.Clips, null)
            .Run(histories.Spent + encoding));
        histories.Add(NanoRun.FineTuneStage, Flow(run, NanoRun.FineTuneStage, data, data.Edits, NanoRun.PretrainStage)
            .Run(histories.Spent + encoding));

        var facts = new RunFacts(run.Recipe, run.Options.Workers, histories.Stages, encoding);
        return RunScore.Write(run, facts);
    }

    private static FlowStage Flow(NanoRun run, string name, EncodedPairs data, PairPool pool, string? startFrom) =>
        new(run, name, data.Instructions, pool)
        {
            StartFrom = startFrom,
            Saved = weights =>
            {
                ModelFolderWriter.SaveWeights(run.PathOf(ModelFolderWriter.Transformer), weights.Transformer);
                ModelFolderWriter.SaveWeights(run.PathOf(ModelFolderWriter.Text), weights.Text);
            },
        };
}
