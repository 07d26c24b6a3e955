using System.CommandLine;

namespace Mesh.Cli.Train;

/// <summary>mesh train: trains an editor by a recipe.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Recipe = new("--recipe")
    {
        Description = "nano (what ships) or smoke (everything once, in about a minute).",
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

    public static Command Create()
    {
        var command = new ExampleCommand("train", "Train an editor from scratch.", Notes)
        {
            Recipe, Output, Workers, Minutes, Steps, Seed, Resume,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Minutes) is not null && result.GetResult(Steps) is not null)
                result.AddError("--minutes and --steps exclude each other.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
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

    private const string Notes = """
        Examples:
          ./mesh train --recipe nano --out runs/nano
          ./mesh train --recipe smoke --out runs/smoke
          ./mesh train --recipe nano --out runs/nano --resume

        Films are rendered as they are needed; nothing is downloaded. Ctrl-C saves the state, --resume goes on.
        """;
}
