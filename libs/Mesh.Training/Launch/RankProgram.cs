using Mesh.Distributed;
using Mesh.Distributed.Processes;
using Mesh.Training.Checkpoints;
using Mesh.Training.Runs;
using static TorchSharp.torch;

namespace Mesh.Training.Launch;

/// <summary>What the process of one rank does.</summary>
/// <param name="request">The run.</param>
/// <param name="say">Lines for the launcher; those that begin with a prefix below are not for a person.</param>
public sealed class RankProgram(RunRequest request, Action<string> say)
{
    /// <summary>Begins the line with the result of the run.</summary>
    public const string Result = "result: ";

    /// <summary>Begins a line with a <see cref="RunStep"/> as JSON.</summary>
    public const string Step = "step: ";

    /// <summary>Begins a line with the step of a complete checkpoint; only where some are published.</summary>
    public const string Saved = "saved: ";

    private const string Published = "diffusion_pytorch_model.safetensors";
    private const string PublishedLora = "lora.safetensors";

    /// <summary>Whether every step is told as JSON.</summary>
    public bool TellsSteps { get; init; }

    /// <summary>Asks for a checkpoint now, once for each true.</summary>
    public Func<bool>? SaveRequested { get; init; }

    /// <summary>Trains until the recipe is done, or until asked to stop, with the state saved.</summary>
    /// <param name="address">Which rank this is.</param>
    /// <param name="lost">Called when the other ranks are gone while this one is busy; ends the process.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <exception cref="ArgumentException">This machine has no GPU for this rank.</exception>
    public void Run(RankAddress address, Action lost, CancellationToken cancellation)
    {
        set_num_threads(1);  // ranks share the machine, and a sum in one order has the same bits every time
        using var world = World.Join(address, lost, RankDevice.Of(request.Device, address.LocalRank));
        try
        {
            Train(world, cancellation);
        }
        catch (Exception error)
        {
            world.Fail(error);
            throw;
        }
    }

    private void Train(World world, CancellationToken cancellation)
    {
        CpuMemory.StartCounting();
        var recipe = request.ReadRecipe();
        var store = request.OpenCheckpoints();
        using var log = world.Rank == 0 ? new RunLog(request.Folder, say, TellsSteps) : null;
        var options = new RunOptions(store, Path.Combine(request.Folder, "scratch"))
        {
            Resume = request.Resume,
            StartFrom = request.StartFrom,
            Device = world.Device,
            PeakFlops = request.PeakFlops ?? DevicePeak.Of(world.Device),
            SaveRequested = SaveRequested,
            Stepped = step => log?.Add(step),
            Saved = request.PublishEvery is null ? null : step => say($"{Saved}{step}"),
            Noted = text => say($"mesh: {text}"),
        };
        var place = request.Grid(world.Size).Place(world);
        using var run = new TrainingRun(recipe, request.OpenSamples(recipe), place, options);
        var isDone = run.Run(cancellation);
        var hash = run.Hash;
        if (world.Rank == 0)
        {
            var file = Path.Combine(request.Folder, recipe.Lora is null ? Published : PublishedLora);
            if (isDone)
                PublishedWeights.WriteAsync(store, run.Step, file, recipe.Compute).GetAwaiter().GetResult();
            say($"{Result}{request.Folder}: {(isDone ? "done" : "stopped, --resume goes on,")} after "
                + $"{run.Step} of {recipe.TotalSteps} steps; SHA-256 of the weights {hash}");
        }
        world.All.Barrier();
    }
}
