using System.CommandLine;
using Mesh.Training.Launch;
using Mesh.Training.Recipes;

namespace Mesh.Cli.Train;

/// <summary>mesh train: trains an editor by a recipe.</summary>
internal static class TrainCommand
{
    private const string DefaultRecipe = "nano";

    private static readonly Option<string> Recipe = new("--recipe")
    {
        Description = "nano (what ships), nano32 (for a CPU, an hour), smoke (everything once), or over ranks: "
            + string.Join(", ", IcveRecipes.Names) + ".",
        HelpName = "NAME",
        DefaultValueFactory = _ => DefaultRecipe,
    };

    private static readonly Option<string> Output = new("--out", "-o")
    {
        Description = "Folder of the model and of the run's state.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<int?> Workers =
        Numbers.Option("--workers", "One-thread workers that average gradients (by cores, at most 8).", 1, 256);

    private static readonly Option<string?> Device = new("--device")
    {
        Description = "cpu or cuda, of ranks each on a GPU of its own (cuda where libtorch finds a GPU).",
        HelpName = "NAME",
    };

    private static readonly Option<double?> Peak = Numbers.Option(
        "--peak-tflops", "What a device of an icve recipe can do, for MFU (of its GPU in bfloat16).", 0.001, 1_000_000.0);

    private static readonly Option<double?> Minutes =
        Numbers.Option("--minutes", "Length of the whole run (the recipe's own).", 0.1, 100_000.0);

    private static readonly Option<int?> Steps =
        Numbers.Option("--steps", "Optimizer steps of every stage, in place of a time.", 1, 100_000_000);

    private static readonly Option<long?> Seed =
        Numbers.Option("--seed", "Names data, weights and noise (the recipe's own).", 0, long.MaxValue);

    private static readonly Option<bool> Resume =
        new("--resume") { Description = "Go on with the run in the output folder." };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Dataset of an icve recipe: latents from mesh encode, or clips with --model.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Model folder that encodes clips of an icve recipe while it trains.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Start = new("--init")
    {
        Description = "Published weights an icve recipe starts from; random ones without.",
        HelpName = "PATH",
    };

    private static readonly Option<int?> Ranks =
        Numbers.Option("--nproc", "Ranks of an icve recipe on this machine, each a process (1).", 1, 1024);

    private static readonly Option<int?> Shards =
        Numbers.Option("--shard", "Ranks that share one copy of the weights (all that share no sample).", 1, 4096);

    private static readonly Option<int?> Sequence =
        Numbers.Option("--sequence", "Ranks that share one sample (1).", 1, 1024);

    private static readonly Option<int?> SaveEvery =
        Numbers.Option("--save-every", "Steps between checkpoints of an icve recipe (the recipe's own).", 1, 1_000_000);

    private static readonly Option<int?> Restarts =
        Numbers.Option("--restarts", "How often in a row ranks are started again without progress (3).", 0, 1000);

    public static Command Create()
    {
        var command = new ExampleCommand("train", "Train an editor from scratch.", Notes)
        {
            Recipe, Output, Device, Workers, Minutes, Steps, Seed, Resume,
            Data, Model, Start, LoraOptions.Rank, LoraOptions.Alpha, LoraOptions.Targets, Ranks, Shards, Sequence,
            SaveEvery, Restarts, Peak,
        };
        foreach (var option in PublishingOptions.All)
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Minutes) is not null && result.GetResult(Steps) is not null)
                result.AddError("--minutes and --steps exclude each other.");
            PublishingOptions.Check(result);
            var recipe = result.GetValue(Recipe) ?? DefaultRecipe;  // defaults come after validation
            Option[] foreign = IcveRecipes.Names.Contains(recipe)
                ? [Workers, Minutes]
                :
                [
                    Data, Model, Start, Ranks, Shards, Sequence, SaveEvery, Restarts, Peak, .. LoraOptions.All,
                    .. PublishingOptions.All,
                ];
            LoraOptions.Validate(result);
            foreach (var option in foreign.Where(option => result.GetResult(option) is not null))
                result.AddError($"{option.Name} is no option of the recipe {recipe}.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (IcveRecipes.Names.Contains(parsed.GetRequiredValue(Recipe)))
        {
            var request = Ranked(parsed);
            return (int)await RankedTrain.RunAsync(
                request, () => PublishingOptions.Of(parsed, request), cancellation);
        }

        var options = new TrainOptions(parsed.GetRequiredValue(Recipe), parsed.GetRequiredValue(Output))
        {
            Device = TrainDevice.Of(parsed.GetValue(Device)),
            Workers = parsed.GetValue(Workers),
            Time = parsed.GetValue(Minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            Steps = parsed.GetValue(Steps),
            Seed = (ulong?)parsed.GetValue(Seed),
            Resume = parsed.GetValue(Resume),
        };
        return (int)await TrainRun.RunAsync(options, cancellation);
    }

    private static RunRequest Ranked(ParseResult parsed) => new(
        parsed.GetRequiredValue(Recipe), parsed.GetRequiredValue(Output))
    {
        Data = parsed.GetValue(Data),
        Model = parsed.GetValue(Model) is { } model ? Home.Model(model) : null,
        StartFrom = parsed.GetValue(Start),
        Lora = LoraOptions.Of(parsed),
        Device = parsed.GetValue(Device),
        PeakFlops = parsed.GetValue(Peak) * 1e12,
        Ranks = parsed.GetValue(Ranks) ?? 1,
        Shards = parsed.GetValue(Shards),
        Sequence = parsed.GetValue(Sequence) ?? 1,
        Steps = parsed.GetValue(Steps),
        SaveEvery = parsed.GetValue(SaveEvery),
        PublishEvery = PublishingOptions.Steps(parsed),
        Seed = (ulong?)parsed.GetValue(Seed),
        Resume = parsed.GetValue(Resume),
        Restarts = parsed.GetValue(Restarts) ?? 3,
    };

    private const string Notes = """
        Examples:
          ./mesh train --recipe nano --out runs/nano
          ./mesh train --recipe smoke --out runs/smoke
          ./mesh train --recipe nano --out runs/nano --resume
          LIBTORCH=/path/to/libtorch-cuda ./mesh train --recipe nano --device cuda --out runs/nano
          ./mesh train --recipe icve-smoke --out runs/smoke --nproc 2
          LIBTORCH=/path/to/libtorch-cuda ./mesh train --recipe icve-smoke --out runs/g --nproc 8 --device cuda
          ./mesh encode dataset --model hunyuan -o latents
          ./mesh train --recipe icve-pretrain --data latents --init hunyuan/ --out runs/a --nproc 8 --sequence 4
          ./mesh train --recipe icve-sft --data latents --held-out other --base icve/ --publish-every 1000 --out runs/b
          ./mesh train --recipe icve-sft --data latents --init icve/ --lora-rank 32 --out runs/lora --nproc 8

        On a GPU, nano takes eight minutes; on two cores it stops within three hours, having seen less.
        Films are rendered as they are needed; nothing is downloaded. Ctrl-C saves the state, --resume goes on.
        The icve recipes run on ranks that are processes; ranks that die are started again from the newest checkpoint.
        Where RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT are set, this process is one rank of a larger run.
        """;
}
