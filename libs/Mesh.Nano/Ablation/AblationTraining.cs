using Mesh.Nano.Output;
using Mesh.Nano.Recipe;
using Mesh.Nano.Stages;
using Mesh.Training;

namespace Mesh.Nano.Ablation;

/// <summary>Trains and scores both arms from each seed: same first weights, autoencoder, data and steps.</summary>
public static class AblationTraining
{
    private const string Settings = "settings.txt";

    /// <param name="recipe">Every number of the comparison.</param>
    /// <param name="autoencoder">A nano model folder; its autoencoder stays frozen.</param>
    /// <param name="outFolder">Gets a folder for each seed and arm with its scored models; table and curves.</param>
    /// <param name="options">Workers and device; whether to go on.</param>
    /// <param name="progress">Told of every step, on a training thread: it must be quick.</param>
    /// <param name="cancellation">The state is saved first; with Resume the run goes on from there.</param>
    /// <exception cref="ArgumentException">The recipe's numbers contradict each other.</exception>
    /// <exception cref="FileNotFoundException">The model folder has no autoencoder.</exception>
    /// <exception cref="InvalidDataException">The folder holds another comparison.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public static Task<AblationResult> RunAsync(
        AblationRecipe recipe,
        string autoencoder,
        string outFolder,
        TrainingOptions options,
        IProgress<StepReport>? progress = null,
        CancellationToken cancellation = default)
    {
        recipe.Validate();
        var vae = Path.Combine(autoencoder, ModelFolderWriter.Vae);
        if (!File.Exists(vae))
            throw new FileNotFoundException($"{vae} does not exist; it must be of a nano model.");

        var run = new NanoRun(recipe.Editor, outFolder, options, progress, cancellation);
        Begin(run, recipe);
        return Task.Factory.StartNew(
            () => Run(run, recipe, vae), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static void Begin(NanoRun run, AblationRecipe recipe)
    {
        var (path, own) = (run.PathOf(Settings), recipe.Describe());
        if (run.Options.Resume && File.Exists(path) && File.ReadAllText(path) is var other && other != own)
        {
            throw new InvalidDataException(
                $"{run.Folder} holds a comparison of {other}, but this is one of {own}: give it another folder.");
        }
        Directory.CreateDirectory(run.Folder);
        File.WriteAllText(path, own);
    }

    private static AblationResult Run(NanoRun run, AblationRecipe recipe, string vae)
    {
        var (points, losses) = (new List<AblationPoint>(), new List<AblationLoss>());
        var result = new AblationResult(recipe, points, losses);
        foreach (var seed in recipe.Seeds)
        {
            var seedRun = OfSeed(run, seed, vae);
            using var data = EncodedPairs.Make(seedRun);
            foreach (var arm in recipe.Arms)
            {
                var armRun = OfArm(seedRun, arm);
                losses.AddRange(new ArmTraining(armRun, arm, data, recipe.IsMeasured).Run());
                points.AddRange(ArmScores.Of(armRun, arm.Name, recipe.MeasuredSteps));
                AblationFiles.Write(run.Folder, result);
            }
        }
        return result;
    }

    private static NanoRun OfSeed(NanoRun run, ulong seed, string vae)
    {
        var folder = run.PathOf($"seed-{seed}");
        if (!run.Options.Resume && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        File.Copy(vae, Path.Combine(folder, ModelFolderWriter.Vae), overwrite: true);
        return run with { Folder = folder, Recipe = run.Recipe with { Seed = seed } };
    }

    private static NanoRun OfArm(NanoRun run, AblationArm arm) => run with
    {
        Folder = run.PathOf(arm.Name),
        Recipe = run.Recipe with { Budget = new NanoBudget.Steps(Vae: 0, arm.PretrainSteps, arm.FineTuneSteps) },
        Progress = run.Progress is { } watcher ? new Named($"seed {run.Recipe.Seed}, {arm.Name}: ", watcher) : null,
    };

    /// <summary>Puts the arm before the stage.</summary>
    private sealed class Named(string prefix, IProgress<StepReport> watcher) : IProgress<StepReport>
    {
        public void Report(StepReport value) => watcher.Report(value with { Stage = prefix + value.Stage });
    }
}
