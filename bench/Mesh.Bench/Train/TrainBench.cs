using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Mesh.Distributed.Processes;

namespace Mesh.Bench.Train;

/// <summary>
/// A training step against plain PyTorch's; then one and two ranks: steps, memory, stalls, and checkpoints against a
/// plain copy of a file.
/// </summary>
internal static class TrainBench
{
    public const string Name = "train";

    private const int StateBytes = 16;  // weight, gradient and two moments in float32
    private const double StallTarget = 0.05;

    /// <summary>Measures and prints.</summary>
    /// <returns>0 when a step is no slower than the peer's, a rank keeps its share, and no save stalls more than 5 %.
    /// </returns>
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("mesh-bench-train-").FullName;
        try
        {
            var missed = Step(options, folder);
            Console.WriteLine();
            Console.WriteLine("Bytes of a rank over 16 N / R; stall of one save over a step; save and load in MB/s "
                + "over a plain copy's.");
            Console.WriteLine($"{"ranks",5} {"step",10} {"of 1 rank",9} {"tokens/s",9} {"waiting",8} {"bytes/rank",11} "
                + $"{"ratio",6} {"stall",6} {"copy MB/s",9} {"save",6} {"load",6}");
            TrainResult? alone = null;
            foreach (var ranks in (int[])[1, 2])
            {
                var result = await RanksAsync(ranks, Path.Combine(folder, $"{ranks}"));
                alone ??= result;
                missed += Print(ranks, result, alone);
            }
            Console.WriteLine(missed == 0 ? "every target met" : $"{missed} targets missed");
            return missed == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Step(BenchOptions options, string folder)
    {
        TorchSharp.torch.set_num_threads(options.Threads);
        using var peer = Peer.Start(options.PeerFolder);
        Console.WriteLine(
            peer is null ? "No Python with torch here: our times alone." : $"Peer: PyTorch {peer.Version}.");
        var race = new Race(peer, options.Threads, options.Rounds, options.Device);
        return Report.Print([TrainStepCase.In(Path.Combine(folder, "step"))], race);
    }

    private static int Print(int ranks, TrainResult result, TrainResult alone)
    {
        var share = (double)result.KeptBytes / (result.Values * StateBytes / ranks);
        var (bytes, save, load, copy) = result.Checkpoints;
        Console.WriteLine(
            $"{ranks,5} {result.StepSeconds * 1e3,7:0} ms {result.StepSeconds / alone.StepSeconds,9:0.00} "
            + $"{result.TokensPerSecond,9:0} {result.CommunicationShare,8:0.0%} {result.KeptBytes,11} {share,6:0.000} "
            + $"{result.StallShare,6:0.0%} {bytes / 1e6 / copy,9:0} {copy / save,6:0.00} {copy / load,6:0.00}");
        return (result.StallShare > StallTarget ? 1 : 0) + (Math.Abs(share - 1) > 0.001 ? 1 : 0);
    }

    private static async Task<TrainResult> RanksAsync(int ranks, string folder)
    {
        Directory.CreateDirectory(folder);
        List<string> lines = [];
        var launcher = new RankLauncher(
            _ => new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, TrainRank.Argument, folder]),
            ranks,
            (_, line) =>
            {
                lock (lines)
                    lines.Add(line);
            });
        var exits = await launcher.RunAsync(CancellationToken.None);
        return exits.All(exit => exit.ExitCode == 0)
            ? JsonSerializer.Deserialize<TrainResult>(lines.Single(line => line.StartsWith('{')))!
            : throw new InvalidOperationException(string.Join(Environment.NewLine, lines));
    }
}
