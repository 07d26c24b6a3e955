using System.Diagnostics;
using System.Globalization;
using Mesh.Distributed.Processes;
using Mesh.Training.Launch;

namespace Mesh.Cli.Train;

/// <summary>Trains on ranks: as the launcher of this machine's, or as one of them.</summary>
internal static class RankedTrain
{
    /// <param name="request">The run.</param>
    /// <param name="makePublishing">
    /// What becomes of its checkpoints while it goes on, null for nothing; asked by the launcher alone.
    /// </param>
    /// <param name="cancellation">Saves and ends.</param>
    public static async Task<ExitCode> RunAsync(
        RunRequest request, Func<RankedPublishing?> makePublishing, CancellationToken cancellation)
    {
        if (RankEnvironment.Read(Environment.GetEnvironmentVariable) is { } address)
        {
            new RankProgram(request, Say).Run(address, () => Environment.Exit((int)ExitCode.Environment), cancellation);
            return ExitCode.Done;
        }

        var publishing = makePublishing();
        var group = new RankGroup(request, Command, (rank, line) => Tell(rank, line, publishing))
        {
            IsFinal = code => (ExitCode)code is ExitCode.Input or ExitCode.Model,
            Started = (rank, process) => Console.Error.WriteLine($"mesh: rank {rank} is process {process.Id}"),
        };
        var code = (ExitCode)await group.RunAsync(cancellation);
        await (publishing?.CompleteAsync() ?? Task.CompletedTask);
        return code;
    }

    // The same command again; the environment makes it a rank.
    private static ProcessStartInfo Command(bool resume)
    {
        var own = Environment.GetCommandLineArgs();
        string[] again = resume && !own.Contains("--resume") ? ["--resume"] : [];
        return new ProcessStartInfo("dotnet", [.. own, .. again]);
    }

    private static void Say(string line)
    {
        if (line.StartsWith(RankProgram.Result, StringComparison.Ordinal))
            Console.Out.WriteLine(line);
        else
            Console.Error.WriteLine(line);
    }

    // Results are rank 0's; of the others only what went wrong is of interest, and they write nothing else.
    private static void Tell(int rank, string line, RankedPublishing? publishing)
    {
        if (line.StartsWith(RankProgram.Saved, StringComparison.Ordinal))
        {
            publishing?.Saved(int.Parse(line[RankProgram.Saved.Length..], CultureInfo.InvariantCulture));
            return;
        }
        if (rank == 0 && line.StartsWith(RankProgram.Result, StringComparison.Ordinal))
            Console.Out.WriteLine(line[RankProgram.Result.Length..]);
        else
            Console.Error.WriteLine(rank > 0 ? $"[rank {rank}] {line}" : line);
    }
}
