using System.CommandLine;
using Mesh.Training.Recipes;

namespace Mesh.Cli.Train;

/// <summary>mesh train: trains an editor by a recipe.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Recipe = new("--recipe")
    {
        Description = "nano (what ships), smoke (everything once), or over ranks: "
            + string.Join(", ", IcveRecipes.Names) + ".",
        HelpName = "NAME",
        DefaultValueFactory = _ => "nano",
    };

    private static readonly Option<string> Output = new("--out", "-o")
    {
        Description = "Folder of the model and of the run's state.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<int?> Workers =
        Numbers.Option("--workers", "One-thread workers that average gradients (by cores, at most 8).", 1, 256);

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
        Description = "Dataset of an icve recipe, with encoded clips; icve-smoke needs none.",
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
            Recipe, Output, Workers, Minutes, Steps, Seed, Resume,
            Data, Start, Ranks, Shards, Sequence, SaveEvery, Restarts,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Minutes) is not null && result.GetResult(Steps) is not null)
                result.AddError("--minutes and --steps exclude each other.");
            var isRanked = result.GetValue(Recipe) is { } recipe && IcveRecipes.Names.Contains(recipe);
            Option[] foreign = isRanked
                ? [Workers, Minutes]
                : [Data, Start, Ranks, Shards, Sequence, SaveEvery, Restarts];
            foreach (var option in foreign.Where(option => result.GetResult(option) is not null))
                result.AddError($"{option.Name} is no option of the recipe {result.GetValue(Recipe)}.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (IcveRecipes.Names.Contains(parsed.GetRequiredValue(Recipe)))
            return (int)await RankedTrain.RunAsync(Ranked(parsed), cancellation);

        var options = new TrainOptions(parsed.GetRequiredValue(Recipe), parsed.GetRequiredValue(Output))
        {
            Workers = parsed.GetValue(Workers),
            Time = parsed.GetValue(Minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            Steps = parsed.GetValue(Steps),
            Seed = (ulong?)parsed.GetValue(Seed),
            Resume = parsed.GetValue(Resume),
        };
        return (int)await TrainRun.RunAsync(options, cancellation);
    }

    private static RankedOptions Ranked(ParseResult parsed) => new(
        parsed.GetRequiredValue(Recipe), parsed.GetRequiredValue(Output))
    {
        Data = parsed.GetValue(Data),
        StartFrom = parsed.GetValue(Start),
        Ranks = parsed.GetValue(Ranks) ?? 1,
        Shards = parsed.GetValue(Shards),
        Sequence = parsed.GetValue(Sequence) ?? 1,
        Steps = parsed.GetValue(Steps),
        SaveEvery = parsed.GetValue(SaveEvery),
        Seed = (ulong?)parsed.GetValue(Seed),
        Resume = parsed.GetValue(Resume),
        Restarts = parsed.GetValue(Restarts) ?? 3,
    };

    private const string Notes = """
        Examples:
          ./mesh train --recipe nano --out runs/nano
          ./mesh train --recipe smoke --out runs/smoke
          ./mesh train --recipe nano --out runs/nano --resume
          ./mesh train --recipe icve-smoke --out runs/smoke --nproc 2
          ./mesh train --recipe icve-pretrain --data dataset --init hunyuan/ --out runs/a --nproc 8 --sequence 4

        Films are rendered as they are needed; nothing is downloaded. Ctrl-C saves the state, --resume goes on.
        The icve recipes run on ranks that are processes; ranks that die are started again from the newest checkpoint.
        Where RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT are set, this process is one rank of a larger run.
        """;
}
