using System.Diagnostics;
using Mesh.Distributed;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using Mesh.Training.Runs;
using static TorchSharp.torch;

namespace Mesh.Bench.Train;

/// <summary>Saves, loads, and copies a plain file of as many bytes, in turn.</summary>
/// <param name="folder">On the disk that is measured.</param>
/// <param name="place">Where this rank is; all ranks run the same.</param>
internal sealed class CheckpointRounds(string folder, MeshRank place)
{
    private const int Rounds = 5;

    public CheckpointSpeed Run()
    {
        using var network = RunNetwork.Build(TrainRecipe.Wide, place, CPU, null);
        var store = new DirectoryArtifactStore(Path.Combine(folder, "wide"));
        using var checkpoints = new RunCheckpoints(store, folder, place, network.Optimizer, network.Weights)
        {
            Keep = 1,
        };
        var (save, load, copy, bytes) = (double.MaxValue, double.MaxValue, double.MaxValue, 0L);
        for (var round = 1; round <= Rounds; round++)
        {
            var position = new RunPosition("bench", 0, round, "", []);
            save = Math.Min(save, Seconds(() =>
            {
                checkpoints.Begin(position);
                checkpoints.Drain();
            }));
            load = Math.Min(load, Seconds(() => checkpoints.Restore(_ => { })));
            bytes = new CheckpointFolder(store).ReadAsync(round).GetAwaiter().GetResult().Files.Sum(file => file.Bytes);
            copy = Math.Min(copy, place.All.Rank == 0 ? Copy(bytes) : double.MaxValue);
        }
        return new CheckpointSpeed(bytes, save, load, copy);
    }

    /// <summary>Until every rank is done.</summary>
    private double Seconds(Action work)
    {
        place.All.Barrier();
        var start = Stopwatch.GetTimestamp();
        work();
        place.All.Barrier();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private double Copy(long bytes)
    {
        var (source, target) = (Path.Combine(folder, "source"), Path.Combine(folder, "target"));
        if (!File.Exists(source))
            WriteNoise(source, bytes);
        var start = Stopwatch.GetTimestamp();
        using (var from = File.OpenRead(source))
        using (var to = File.Create(target))
        {
            from.CopyTo(to, 1 << 20);
            to.Flush(flushToDisk: true);
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void WriteNoise(string path, long bytes)
    {
        var block = new byte[1 << 20];
        new Random(1).NextBytes(block);
        using var file = File.Create(path);
        for (var left = bytes; left > 0; left -= block.Length)
            file.Write(block.AsSpan(0, (int)Math.Min(left, block.Length)));
        file.Flush(flushToDisk: true);
    }
}
