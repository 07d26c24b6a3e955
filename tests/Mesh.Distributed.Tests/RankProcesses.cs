using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Mesh.Distributed.Processes;
using static TorchSharp.torch;

namespace Mesh.Distributed.Tests;

/// <summary>
/// Runs a method of this assembly on several ranks, each a process: the assembly is its own program. What is asserted
/// there fails the test here, with the rank's words.
/// </summary>
internal static class RankProcesses
{
    public const int FailedRank = 3;

    /// <summary>Runs a scenario that every rank must end well.</summary>
    public static void Run(int ranks, string scenario, params string[] arguments)
    {
        var run = Start(ranks, scenario, arguments);
        Assert.True(run.Exits.All(exit => exit.ExitCode == 0), run.Words);
    }

    /// <summary>Runs a scenario and tells how it ended.</summary>
    public static RankRun Start(int ranks, string scenario, params string[] arguments)
    {
        List<string> words = [];
        var launcher = new RankLauncher(
            _ => Command([scenario, .. arguments]),
            ranks,
            (rank, line) =>
            {
                lock (words)
                    words.Add($"[{rank}] {line}");
            })
        {
            Grace = TimeSpan.FromSeconds(12),
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var exits = launcher.RunAsync(limit.Token).GetAwaiter().GetResult();
        lock (words)
            return new RankRun(exits, string.Join(Environment.NewLine, words));
    }

    /// <summary>The program of a rank.</summary>
    public static ProcessStartInfo Command(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, .. arguments]);
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>What a rank does: the method of that name, with the world and the rest of the arguments.</summary>
    public static int Enter(string[] args, Type scenarios)
    {
        set_num_threads(1);
        var address = RankEnvironment.Read(Environment.GetEnvironmentVariable)! with
        {
            JoinTimeout = TimeSpan.FromMinutes(2),
            CollectiveTimeout = args is ["--timeout", var seconds, ..]
                ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture))
                : TimeSpan.FromMinutes(2),
        };
        if (args[0] == "--timeout")
            args = args[2..];
        using var world = World.Join(address, lost: () => Environment.Exit(1));
        try
        {
            var scenario = scenarios.GetMethod(args[0], BindingFlags.Static | BindingFlags.Public)!;
            scenario.Invoke(null, [world, args[1..]]);
            world.All.Barrier();
            return 0;
        }
        catch (Exception error)
        {
            var cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
            world.Fail(cause);
            Console.Error.WriteLine(cause is RankFailureException ? cause.Message : cause);
            return cause is RankFailureException ? FailedRank : 1;
        }
    }
}

/// <param name="Exits">Of the ranks, in the order of their end.</param>
/// <param name="Words">All that they wrote.</param>
internal sealed record RankRun(IReadOnlyList<RankExit> Exits, string Words);
