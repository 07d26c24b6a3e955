using System.CommandLine;
using Mesh.Cli.Chaos.Curation;

namespace Mesh.Cli.Chaos;

/// <summary>mesh chaos: proves on this machine that a mesh under fire loses nothing.</summary>
internal static class ChaosCommand
{
    private static readonly Option<int?> Edits = Numbers.Option("--edits", "Edits to run (60).", 1, 100_000);

    private static readonly Option<double?> KillEvery =
        Numbers.Option("--kill-every", "Seconds between two kills of a stage process (2); 0 kills none.", 0.0, 3600.0);

    private static readonly Option<int?> BrokerRestarts =
        Numbers.Option("--broker-restarts", "How often the broker is stopped and started (1).", 0, 1000);

    private static readonly Option<int?> Seed =
        Numbers.Option("--seed", "Draws films, instructions and victims (1).", 0, int.MaxValue);

    private static readonly Option<int?> Denoisers = Numbers.Option("--dits", "Processes that denoise (2).", 1, 64);

    private static readonly Option<string> Model = ModelOption.Create();

    private static readonly Option<string?> Folder =
        new("--out")
        {
            Description = "Folder for logs and films, kept; else they are kept on failure only.",
            HelpName = "DIR",
        };

    public static Command Create()
    {
        var command = new ExampleCommand("chaos", "Kill services under load; every edit must survive.", Notes)
        {
            Edits, KillEvery, BrokerRestarts, Seed, Denoisers, Model, Folder, CurationChaosCommand.Create(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var folder = parsed.GetValue(Folder);
        var options = new ChaosOptions
        {
            Edits = parsed.GetValue(Edits) ?? 60,
            KillEvery = TimeSpan.FromSeconds(parsed.GetValue(KillEvery) ?? 2),
            BrokerRestarts = parsed.GetValue(BrokerRestarts) ?? 1,
            Seed = parsed.GetValue(Seed) ?? 1,
            Denoisers = parsed.GetValue(Denoisers) ?? 2,
            ModelFolder = Path.GetFullPath(Home.Model(parsed.GetRequiredValue(Model))),
            Folder = folder ?? Directory.CreateTempSubdirectory("mesh-chaos-").FullName,
        };
        var result = await ChaosRun.RunAsync(options, Console.Out.WriteLine, cancellation);
        if (result.IsPerfect && folder is null)
            Directory.Delete(options.Folder, recursive: true);
        else
            Console.Out.WriteLine($"Logs and films are in {options.Folder}.");
        Console.Out.WriteLine(result.ToString());
        return (int)(result.IsPerfect ? ExitCode.Done : ExitCode.Internal);
    }

    private const string Notes = """
        Starts a broker and one process per service on loopback, submits the edits, and while they run kills stage
        processes (kill -9) and restarts the broker. Every result is compared, byte for byte, with the same edit made
        undisturbed in this process. Exit code 0 means: all survived, none was lost or made twice, all are identical.

        Examples:
          ./mesh chaos
          ./mesh chaos --edits 60 --kill-every 2 --broker-restarts 1 --seed 1
          ./mesh chaos curation --videos 200 --kill-every 2 --seed 1
        """;
}
