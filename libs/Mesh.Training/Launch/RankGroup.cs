using System.Diagnostics;
using Mesh.Distributed.Processes;
using Mesh.Stores.Artifacts;
using Mesh.Training.Reports;

namespace Mesh.Training.Launch;

/// <summary>The ranks of a run on this machine; starts them again when some die, from the newest checkpoint.</summary>
/// <param name="request">The run.</param>
/// <param name="command">The process of a rank; told whether it goes on with a run.</param>
/// <param name="say">Told every line of a rank, and -1 for the group's own.</param>
public sealed class RankGroup(RunRequest request, Func<bool, ProcessStartInfo> command, Action<int, string> say)
{
    /// <summary>Rank of the lines that the group itself says.</summary>
    public const int Own = -1;

    /// <summary>Exit codes of a rank that no second try would change: what was asked for cannot be run.</summary>
    public required Func<int, bool> IsFinal { get; init; }

    /// <summary>Told of the process of every rank once it runs.</summary>
    public Action<int, Process>? Started { get; init; }

    /// <summary>Runs to the end, or until asked to stop. No process is left when it returns or throws.</summary>
    /// <returns>0, or the exit code of the rank whose failure is final.</returns>
    /// <exception cref="ArgumentException">The ranks do not fill the grid, or there are fewer GPUs.</exception>
    /// <exception cref="ArtifactStoreException">The bucket of the checkpoints is not there, or refuses.</exception>
    /// <exception cref="IOException">Ranks fail again and again, or one failed while stopping.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        _ = request.Grid(request.Ranks);  // a wrong grid is told once, not by every rank
        RankDevice.Require(request.Device, request.Ranks);
        _ = await request.CheckpointStepsAsync();  // so is a bucket that is not there
        await using var report = new ReportKeeper(request);
        var (failures, reached) = (0, -1);
        for (var isFirst = true; ; isFirst = false)
        {
            var exits = await Launcher(request.Resume || !isFirst).RunAsync(cancellation);
            if (exits.All(exit => exit.ExitCode == 0))
                return 0;

            var cause = exits.First(exit => exit is { ExitCode: not 0, Stopped: false });
            var newest = await request.CheckpointStepsAsync() is [.., var last] ? last : 0;
            if (cancellation.IsCancellationRequested)
                throw new IOException($"While stopping, {cause}; the newest checkpoint is that of step {newest}.");
            if (IsFinal(cause.ExitCode))
                return cause.ExitCode;
            (failures, reached) = (newest > reached ? 1 : failures + 1, newest);
            if (failures > request.Restarts)
                throw new IOException(
                    $"{cause}, {failures} times without a new checkpoint; the last one is of step {newest}.");
            say(Own, $"mesh: {cause}; starting all ranks again "
                + (newest > 0 ? $"from the checkpoint of step {newest}." : "from the beginning."));
        }
    }

    private RankLauncher Launcher(bool resume) =>
        new(_ => command(resume), request.Ranks, say) { Started = Started };
}
