using System.CommandLine;

namespace Mesh.Cli.Eval;

/// <summary>mesh eval: scores an editor on films whose exact answer is known.</summary>
internal static class EvalCommand
{
    private static readonly Option<string> Model = ModelOption.Create();

    private static readonly Option<int?> Cases =
        Numbers.Option("--cases", "Held-out edits to score (240).", 6, 100_000);

    private static readonly Option<long?> Seed =
        Numbers.Option("--seed", "Another seed draws other scenes (1).", 0, long.MaxValue);

    private static readonly Option<bool> Json =
        new("--json") { Description = "Print the figures as JSON, nothing else." };

    private static readonly Option<string?> Sheet =
        new("--sheet") { Description = "Write a contact sheet of some cases.", HelpName = "PNG" };

    private static readonly Option<int?> Steps =
        Numbers.Option("--steps", "Denoising steps (the model's own).", 1, 1000);

    private static readonly Option<double?> Guidance =
        Numbers.Option("--guidance", "Guidance scale; 1 is off (the model's own).", 0.0, 100.0);

    private static readonly Option<int?> Threads =
        Numbers.Option("--threads", "CPU threads of the networks (all cores).", 1, 1024);

    public static Command Create()
    {
        var command = new ExampleCommand("eval", "Score an editor on held-out scenes.", Notes)
        {
            Model, Cases, Seed, Json, Sheet, Steps, Guidance, Threads,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult((int)Run(parsed, cancellation)));
        return command;
    }

    private static ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new EvalOptions(Home.Model(parsed.GetRequiredValue(Model)))
        {
            Cases = parsed.GetValue(Cases),
            Seed = (ulong?)parsed.GetValue(Seed),
            Sheet = parsed.GetValue(Sheet),
            Steps = parsed.GetValue(Steps),
            Guidance = parsed.GetValue(Guidance),
            Threads = parsed.GetValue(Threads),
            Json = parsed.GetValue(Json),
        };
        return EvalRun.Run(options, cancellation);
    }

    private const string Notes = """
        Examples:
          ./mesh eval
          ./mesh eval --model runs/mine --cases 60 --seed 7 --sheet sheet.png
          ./mesh eval --json > metrics.json

        Beside the editor's own figures stand three controls: the unedited source, the answer to another
        case's instruction, and the exact answer through the autoencoder, which is the ceiling.
        """;
}
