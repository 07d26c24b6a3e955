using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Mesh.Distributed.Processes;

namespace Mesh.Bench.Train;

/// <summary>Training on one and on two ranks: steps, memory of a rank, checkpoints against a file copy.</summary>
internal static class TrainBench
{
    public const string Name = "train";

    private const int StateBytes = 16;  // weight, gradient and two moments in float32
    private const double StallTarget = 0.05;

    /// <summary>Measures and prints.</summary>
    /// <returns>0 when a save stalls training by no more than 5 %.</returns>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine($"{"ranks",5} {"step",9} {"tokens/s",9} {"GFLOP/s",8} {"waiting",8} {"stall",6} "
            + $"{"bytes/rank",11} {"of 16N/R",8} {"save MB/s",9} {"load MB/s",9} {"copy MB/s",9}");
        var worst = 0.0;
        foreach (var ranks in (int[])[1, 2])
        {
            var folder = Directory.CreateTempSubdirectory("mesh-bench-train-").FullName;
            try
            {
                var result = await RunAsync(ranks, folder);
                var copy = CopySpeed(folder, result.CheckpointBytes);
                var megabytes = result.CheckpointBytes / 1e6;
                var share = (double)result.KeptBytes / (result.Values * StateBytes / ranks);
                Console.WriteLine($"{ranks,5} {result.StepSeconds * 1e3,6:0} ms {result.TokensPerSecond,9:0} "
                    + $"{result.FlopsPerSecond / 1e9,8:0.0} {result.CommunicationShare,8:0.0%} "
                    + $"{result.StallShare,6:0.0%} {result.KeptBytes,11} {share,8:0.000} "
                    + $"{megabytes / result.SaveSeconds,9:0} "
                    + $"{megabytes / result.LoadSeconds,9:0} {copy,9:0}");
                worst = Math.Max(worst, result.StallShare);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        return worst <= StallTarget ? 0 : 1;
    }

    private static async Task<TrainResult> RunAsync(int ranks, string folder)
    {
        var result = "";
        var launcher = new RankLauncher(
            _ => new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, TrainRank.Argument, folder]),
            ranks,
            (rank, line) => result = rank == 0 && line.StartsWith('{') ? line : result);
        var exits = await launcher.RunAsync(CancellationToken.None);
        return exits.All(exit => exit.ExitCode == 0)
            ? JsonSerializer.Deserialize<TrainResult>(result)!
            : throw new InvalidOperationException(string.Join(", ", exits.Where(exit => exit.ExitCode != 0)));
    }

    /// <summary>A plain copy of as many bytes, to the disk.</summary>
    private static double CopySpeed(string folder, long bytes)
    {
        var (source, target) = (Path.Combine(folder, "source"), Path.Combine(folder, "target"));
        using (var file = File.Create(source))
            file.SetLength(0);
        using (var file = File.OpenWrite(source))
        {
            var block = new byte[1 << 20];
            Random.Shared.NextBytes(block);
            for (var written = 0L; written < bytes; written += block.Length)
                file.Write(block);
        }
        var start = Stopwatch.GetTimestamp();
        using (var from = File.OpenRead(source))
        using (var to = File.Create(target))
        {
            from.CopyTo(to, 1 << 20);
            to.Flush(flushToDisk: true);
        }
        return bytes / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
