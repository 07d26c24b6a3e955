using System.Diagnostics;

namespace Mesh.Distributed.Processes;

/// <summary>Runs ranks as processes of this machine: starts them, serves their store, waits for their end.</summary>
/// <param name="command">The process of a rank; the launcher adds the address to its environment.</param>
/// <param name="ranks">Number of ranks.</param>
/// <param name="output">Told of every line a rank writes.</param>
public sealed class RankLauncher(
    Func<int, ProcessStartInfo> command, int ranks, Action<int, string>? output = null)
{
    private const string Host = "127.0.0.1";

    /// <summary>How long the other ranks may take to end after one has failed, to say what they saw.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long ranks may take to save and end once asked to.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Told of the process of every rank once it runs.</summary>
    public Action<int, Process>? Started { get; init; }

    /// <summary>Runs all ranks once. No process is left when it returns or throws.</summary>
    /// <param name="cancellation">Asks every rank to end; they may still end well.</param>
    /// <returns>One for each rank, in the order of their end.</returns>
    public async Task<IReadOnlyList<RankExit>> RunAsync(CancellationToken cancellation)
    {
        using var store = Store.Serve(Host, 0, TimeSpan.FromMinutes(1));
        var clock = Stopwatch.StartNew();
        List<Process> processes = [];
        try
        {
            for (var rank = 0; rank < ranks; rank++)
                processes.Add(Start(rank, store.Port));
            return await WatchAsync(processes, clock, cancellation);
        }
        finally
        {
            foreach (var process in processes)
            {
                if (!process.HasExited)
                    process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
                process.Dispose();
            }
        }
    }

    private async Task<IReadOnlyList<RankExit>> WatchAsync(
        List<Process> processes, Stopwatch clock, CancellationToken cancellation)
    {
        using var asked = cancellation.Register(
            () => processes.ForEach(process => RankSignal.Send(process, RankSignal.Terminate)));
        using var deadline = new CancellationTokenSource();
        using var limit = cancellation.Register(() => deadline.CancelAfter(StopTimeout));
        var running = processes.Select((process, rank) => EndAsync(rank, process, clock, deadline.Token)).ToList();
        List<RankExit> exits = [];
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            exits.Add(await ended);
            if (exits[^1].ExitCode != 0)
                deadline.CancelAfter(Grace);
        }
        return exits;
    }

    private static async Task<RankExit> EndAsync(int rank, Process process, Stopwatch clock, CancellationToken limit)
    {
        try
        {
            await process.WaitForExitAsync(limit);
            return new RankExit(rank, process.ExitCode, clock.Elapsed, Stopped: false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            return new RankExit(rank, process.ExitCode, clock.Elapsed, Stopped: true);
        }
    }

    private Process Start(int rank, int port)
    {
        var start = command(rank);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        RankEnvironment.Write(start.Environment, new RankAddress(Host, port, rank, ranks) { LocalRank = rank });
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Note(rank, line.Data);
        process.ErrorDataReceived += (_, line) => Note(rank, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Started?.Invoke(rank, process);
        return process;
    }

    private void Note(int rank, string? line)
    {
        if (line is not null)
            output?.Invoke(rank, line);
    }
}
