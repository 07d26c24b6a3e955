using System.Diagnostics;
using Mesh.Distributed.Processes;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;

namespace Mesh.Cli.Train;

/// <summary>The ranks of a run on this machine; starts them again when some die, from the newest checkpoint.</summary>
internal sealed class RankGroup(RankedOptions asked)
{
    public async Task<ExitCode> RunAsync(CancellationToken cancellation)
    {
        _ = asked.Grid(asked.Ranks);  // a wrong grid is told once, not by every rank
        var (failures, reached) = (0, -1);
        for (var isFirst = true; ; isFirst = false)
        {
            var resume = asked.Resume || !isFirst;
            var exits = await Launcher(resume).RunAsync(cancellation);
            if (exits.All(exit => exit.ExitCode == 0))
                return ExitCode.Done;

            var cause = exits.First(exit => exit is { ExitCode: not 0, Stopped: false });
            if (cancellation.IsCancellationRequested)
                throw new IOException($"While stopping, {cause}; the newest checkpoint is that of step {Newest()}.");
            if ((ExitCode)cause.ExitCode is ExitCode.Input or ExitCode.Model)
                return (ExitCode)cause.ExitCode;
            var newest = Newest();
            (failures, reached) = (newest > reached ? 1 : failures + 1, newest);
            if (failures > asked.Restarts)
                throw new IOException(
                    $"{cause}, {failures} times without a new checkpoint; the last one is of step {newest}.");
            await Console.Error.WriteLineAsync($"mesh: {cause}; starting all ranks again "
                + (newest > 0 ? $"from the checkpoint of step {newest}." : "from the beginning."));
        }
    }

    private RankLauncher Launcher(bool resume) => new(_ => Command(resume), asked.Ranks, Tell)
    {
        Started = (rank, process) => Console.Error.WriteLine($"mesh: rank {rank} is process {process.Id}"),
    };

    // The same command again; the environment makes it a rank.
    private static ProcessStartInfo Command(bool resume)
    {
        var own = Environment.GetCommandLineArgs();
        string[] again = resume && !own.Contains("--resume") ? ["--resume"] : [];
        return new ProcessStartInfo("dotnet", [.. own, .. again]);
    }

    // Results are rank 0's; of the others only what went wrong is of interest, and they write nothing else.
    private static void Tell(int rank, string line)
    {
        if (rank == 0 && line.StartsWith(RankProgram.Result, StringComparison.Ordinal))
            Console.Out.WriteLine(line[RankProgram.Result.Length..]);
        else
            Console.Error.WriteLine(rank == 0 ? line : $"[rank {rank}] {line}");
    }

    private int Newest()
    {
        var folder = RankProgram.CheckpointsOf(asked.Folder);
        if (!Directory.Exists(folder))
            return 0;
        var steps = new CheckpointFolder(new DirectoryArtifactStore(folder)).StepsAsync().GetAwaiter().GetResult();
        return steps.Count == 0 ? 0 : steps[^1];
    }
}
