using System.CommandLine;

namespace Mesh.Cli.Chaos.Curation;

/// <summary>mesh chaos curation: proves that workers may die while they curate.</summary>
internal static class CurationChaosCommand
{
    private static readonly Option<int?> Videos = Numbers.Option("--videos", "Films to curate (200).", 1, 100_000);

    private static readonly Option<double?> KillEvery =
        Numbers.Option("--kill-every", "Seconds between two kills of a worker (2); 0 kills none.", 0.0, 3600.0);

    private static readonly Option<int?> Seed =
        Numbers.Option("--seed", "Draws films and victims (1).", 0, int.MaxValue);

    private static readonly Option<int?> Workers = Numbers.Option("--workers", "Worker processes (3).", 1, 64);

    private static readonly Option<string?> Folder =
        new("--out")
        {
            Description = "Folder for logs and datasets, kept; else they are kept on failure only.",
            HelpName = "DIR",
        };

    public static Command Create()
    {
        var command = new ExampleCommand("curation", "Kill curation workers; the dataset must be the same.", Notes)
        {
            Videos, KillEvery, Seed, Workers, Folder,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var folder = parsed.GetValue(Folder);
        var options = new CurationChaosOptions
        {
            Videos = parsed.GetValue(Videos) ?? 200,
            KillEvery = TimeSpan.FromSeconds(parsed.GetValue(KillEvery) ?? 2),
            Seed = parsed.GetValue(Seed) ?? 1,
            Workers = parsed.GetValue(Workers) ?? 3,
            Folder = folder ?? Directory.CreateTempSubdirectory("mesh-chaos-").FullName,
        };
        var result = await CurationChaosRun.RunAsync(options, Console.Out.WriteLine, cancellation);
        if (result.IsPerfect && folder is null)
            Directory.Delete(options.Folder, recursive: true);
        else
            Console.Out.WriteLine($"Logs and datasets are in {options.Folder}.");
        Console.Out.WriteLine(result.ToString());
        return (int)(result.IsPerfect ? ExitCode.Done : ExitCode.Internal);
    }

    private const string Notes = """
        Starts a broker, worker processes and a language model that answers slowly, wrongly, and with 429 and 500;
        submits one job as raw JSON; and while it runs kills workers (kill -9). Then makes the same dataset undisturbed
        in this process and compares every file. Exit code 0 means: every film is accounted for, no sample is there
        twice, and the datasets are equal byte for byte.

        Example:
          ./mesh chaos curation --videos 200 --kill-every 2 --seed 1
        """;
}
