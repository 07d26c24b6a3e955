using System.Diagnostics;
using System.Text.Json;
using Mesh.Distributed;
using Mesh.Distributed.Processes;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using Mesh.Training.Data;
using Mesh.Training.Runs;
using static TorchSharp.torch;

namespace Mesh.Bench.Train;

/// <summary>A rank of the training suite: a process of this program.</summary>
internal static class TrainRank
{
    public const string Argument = "train-rank";

    /// <summary>Trains, then saves and loads; rank 0 writes the result as one line.</summary>
    /// <param name="folder">For checkpoints.</param>
    /// <param name="address">Which rank this is.</param>
    public static void Run(string folder, RankAddress address)
    {
        set_num_threads(1);
        using var world = World.Join(address, () => Environment.Exit(4));
        var place = new DeviceMesh(Shard: world.Size).Place(world);
        List<RunStep> steps = [];
        using (var run = new TrainingRun(
            TrainRecipe.Nano,
            new SmokeSamples(TrainRecipe.Nano),
            place,
            new RunOptions(new DirectoryArtifactStore(Path.Combine(folder, "run")), folder) { Stepped = steps.Add }))
            run.Run(CancellationToken.None);

        var memory = Memory(place);
        var saved = Save(folder, place);
        if (world.Rank == 0)
            Console.WriteLine(JsonSerializer.Serialize(Result(steps, memory, saved)));
        world.All.Barrier();
    }

    private static TrainResult Result(
        List<RunStep> steps,
        (long Kept, long Values) memory,
        (double Stall, double Save, double Load, long Bytes) saved)
    {
        var warm = steps.Skip(4).ToList();
        var plain = Median(warm.Select(step => step.Times.Total - step.Times.Checkpoint));
        return new TrainResult
        {
            StepSeconds = plain,
            TokensPerSecond = warm[0].Tokens / plain,
            FlopsPerSecond = warm[0].Flops / plain,
            CommunicationShare = Median(warm.Select(step => step.Times.Communication)) / plain,
            StallShare = warm.Sum(step => step.Times.Checkpoint) / warm.Sum(step => step.Times.Total),
            KeptBytes = memory.Kept,
            Values = memory.Values,
            SaveSeconds = saved.Save,
            LoadSeconds = saved.Load,
            CopySeconds = saved.Stall,
            CheckpointBytes = saved.Bytes,
        };
    }

    private static (long Kept, long Values) Memory(MeshRank place)
    {
        using var network = RunNetwork.Build(TrainRecipe.Nano with { EmaDecay = null }, place, CPU, null);
        return (
            network.Weights.KeptBytes + network.Optimizer.KeptBytes,
            network.Weights.All.Sum(weights => weights.Slots.Sum(slot => slot.Count)));
    }

    private static (double Stall, double Save, double Load, long Bytes) Save(string folder, MeshRank place)
    {
        using var network = RunNetwork.Build(TrainRecipe.Wide, place, CPU, null);
        var store = new DirectoryArtifactStore(Path.Combine(folder, "wide"));
        using var checkpoints = new RunCheckpoints(store, folder, place, network.Optimizer, network.Weights)
        {
            Keep = 1,
        };
        var times = Enumerable.Range(1, 3).Select(step =>
        {
            place.All.Barrier();
            var start = Stopwatch.GetTimestamp();
            checkpoints.Begin(new RunPosition("bench", 0, step, "", []));
            var stall = Stopwatch.GetElapsedTime(start).TotalSeconds;
            checkpoints.Drain();
            var save = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            checkpoints.Restore(_ => { });
            place.All.Barrier();
            return (Stall: stall, Save: save, Load: Stopwatch.GetElapsedTime(start).TotalSeconds);
        }).ToList();
        var manifest = new CheckpointFolder(store).ReadAsync(3).GetAwaiter().GetResult();
        return (
            times.Min(time => time.Stall),
            times.Min(time => time.Save),
            times.Min(time => time.Load),
            manifest.Files.Sum(file => file.Bytes));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
