using Mesh.Distributed;
using Mesh.Distributed.Processes;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using Mesh.Training.Data;
using Mesh.Training.Recipes;
using Mesh.Training.Runs;
using static TorchSharp.torch;

namespace Mesh.Cli.Train;

/// <summary>What one rank does.</summary>
internal static class RankProgram
{
    /// <summary>Begins the lines that are results, for the launcher to tell them from the rest.</summary>
    public const string Result = "result: ";

    private const string Published = "diffusion_pytorch_model.safetensors";

    public static string CheckpointsOf(string folder) => Path.Combine(folder, "checkpoints");

    /// <summary>Trains until the recipe is done or the process is asked to end; both are a success.</summary>
    public static ExitCode Run(RankedOptions asked, RankAddress address, CancellationToken cancellation)
    {
        set_num_threads(1);  // ranks share the machine, and a sum in one order has the same bits every time
        using var world = World.Join(address, lost: () => Environment.Exit((int)ExitCode.Environment));
        try
        {
            Train(asked, world, cancellation);
            return ExitCode.Done;
        }
        catch (Exception error)
        {
            world.Fail(error);
            throw;
        }
    }

    private static void Train(RankedOptions asked, World world, CancellationToken cancellation)
    {
        CpuMemory.StartCounting();
        var recipe = Recipe(asked);
        var store = new DirectoryArtifactStore(CheckpointsOf(asked.Folder));
        using var log = world.Rank == 0 ? new RunLog(asked.Folder) : null;
        var options = new RunOptions(store, Path.Combine(asked.Folder, "scratch"))
        {
            Resume = asked.Resume,
            StartFrom = asked.StartFrom,
            Stepped = step => log?.Add(step),
            Noted = text => Console.Error.WriteLine($"mesh: {text}"),
        };
        using var run = new TrainingRun(recipe, Samples(asked, recipe), asked.Grid(world.Size).Place(world), options);
        var isDone = run.Run(cancellation);
        var hash = run.Hash;
        if (world.Rank == 0)
            Finish(asked, recipe, store, run.Step, isDone, hash);
        world.All.Barrier();
    }

    private static void Finish(
        RankedOptions asked, TrainingRecipe recipe, IArtifactStore store, int step, bool isDone, string hash)
    {
        if (isDone)
            PublishedWeights.WriteAsync(store, step, Path.Combine(asked.Folder, Published), recipe.Compute)
                .GetAwaiter().GetResult();
        Console.Out.WriteLine($"{Result}{asked.Folder}: {(isDone ? "done" : "stopped, --resume goes on,")} after "
            + $"{step} of {recipe.TotalSteps} steps; SHA-256 of the weights {hash}");
    }

    private static TrainingRecipe Recipe(RankedOptions asked)
    {
        var recipe = IcveRecipes.Find(asked.Recipe)!;
        recipe = asked.Steps is { } steps ? recipe.WithSteps(steps) : recipe;
        return recipe with { Seed = asked.Seed ?? recipe.Seed, SaveEvery = asked.SaveEvery ?? recipe.SaveEvery };
    }

    private static ISampleSource Samples(RankedOptions asked, TrainingRecipe recipe)
    {
        if (asked.Data is { } folder)
            return new ShardedSamples(folder);
        return recipe.NeedsData
            ? throw new UsageException($"The recipe {recipe.Name} needs a dataset: --data DIR.")
            : new SmokeSamples(recipe);
    }
}
