using System.CommandLine;
using Mesh.Training;
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

    private static readonly Option<double?> Minutes =
        Numbers.Option("--minutes", "Length of the whole run (the recipe's own).", 0.1, 100_000.0);

    private static readonly Option<int?> Steps =
        Numbers.Option("--steps", "Optimizer steps of every stage, in place of a time.", 1, 100_000_000);

    private static readonly Option<long?> Seed =
        Numbers.Option("--seed", "Names data, weights and noise (the recipe's own).", 0, long.MaxValue);

    private static readonly Option<bool> Resume =
        new("--resume") { Description = "Go on with the run in the output folder." };

    public static Command Create()
    {
        var command = new ExampleCommand("train", "Train an editor from scratch.", Notes)
        {
            Recipe, Output, Device, Workers, Minutes, Steps, Seed, Resume,
        };
        foreach (var option in (Option[])[.. RankedOptions.All, .. LoraOptions.All, .. PublishingOptions.All])
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Minutes) is not null && result.GetResult(Steps) is not null)
                result.AddError("--minutes and --steps exclude each other.");
            PublishingOptions.Check(result);
            var recipe = result.GetValue(Recipe) ?? DefaultRecipe;  // defaults come after validation
            Option[] foreign = IcveRecipes.Names.Contains(recipe)
                ? [Workers, Minutes]
                : [.. RankedOptions.All, .. LoraOptions.All, .. PublishingOptions.All];
            LoraOptions.Validate(result);
            foreach (var option in foreign.Where(option => result.GetResult(option) is not null))
                result.AddError($"{option.Name} is no option of the recipe {recipe}.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var recipe = parsed.GetRequiredValue(Recipe);
        if (IcveRecipes.Names.Contains(recipe))
        {
            var request = RankedOptions.Of(parsed, new(recipe, parsed.GetRequiredValue(Output))
            {
                Device = parsed.GetValue(Device),
                Steps = parsed.GetValue(Steps),
                Seed = (ulong?)parsed.GetValue(Seed),
                Resume = parsed.GetValue(Resume),
            });
            return (int)await RankedTrain.RunAsync(
                request, () => PublishingOptions.Of(parsed, request), cancellation);
        }

        var options = new TrainOptions(recipe, parsed.GetRequiredValue(Output))
        {
            Device = TrainingDevice.Of(parsed.GetValue(Device)),
            Workers = parsed.GetValue(Workers),
            Time = parsed.GetValue(Minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            Steps = parsed.GetValue(Steps),
            Seed = (ulong?)parsed.GetValue(Seed),
            Resume = parsed.GetValue(Resume),
        };
        return (int)await TrainRun.RunAsync(options, cancellation);
    }

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
        Buckets are found by AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
        Where RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT are set, this process is one rank of a larger run.
        """;
}
