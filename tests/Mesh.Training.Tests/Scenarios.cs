using System.Globalization;
using Mesh.Distributed;
using Mesh.Distributed.Processes;
using Mesh.Distributed.Sharding;
using Mesh.Models.MmDit;
using Mesh.Nn;
using Mesh.Parity.Tests;
using Mesh.Stores.Artifacts;
using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>What ranks that are processes do in the tests of this assembly.</summary>
public static class Scenarios
{
    private static readonly DeviceMesh[] Grids =
    [
        new(Replicate: 2), new(Shard: 2), new(Sequence: 2),
        new(Replicate: 4), new(Shard: 4), new(Replicate: 2, Shard: 2), new(Sequence: 4),
        new(Shard: 2, Sequence: 2), new(Replicate: 2, Sequence: 2),
    ];

    /// <summary>Every grid of this many ranks.</summary>
    public static void Parity(World world, string[] arguments)
    {
        foreach (var grid in Grids.Where(grid => grid.Size == world.Size))
        {
            if (world.Rank == 0)
                Console.WriteLine(grid);
            using var training = new GoldenTraining(grid.Place(world));
            ParityTests.Verify(training);
        }
    }

    /// <summary>Frozen weights, as beside adapters, have no gradient, and those of the others are the same.</summary>
    public static void Frozen(World world, string[] arguments)
    {
        using var whole = new GoldenTraining(MeshRank.Alone);
        using var part = new GoldenTraining(
            new DeviceMesh(Shard: world.Size).Place(world),
            isFrozen: name => !name.Contains("mlp", StringComparison.Ordinal));

        whole.Gradient();
        part.Gradient();

        var expected = whole.Whole(weights => weights.Grad!);
        var actual = part.Whole(weights => weights.Grad!);
        Assert.All(actual, pair => Close.Assert(pair.Key, pair.Value, expected[pair.Key]));
        Assert.All(actual.Keys, name => Assert.Contains("mlp", name, StringComparison.Ordinal));
        Assert.Contains(part.Weights.All, weights => !weights.IsTrained && weights.Grad is null);
    }

    /// <summary>Bytes kept on this rank, against one rank and against the arithmetic.</summary>
    public static void Memory(World world, string[] arguments)
    {
        using var alone = new GoldenTraining(MeshRank.Alone);
        using var sharded = new GoldenTraining(new DeviceMesh(Shard: world.Size).Place(world));
        var values = alone.Weights.All.Sum(weights => weights.Slots.Sum(slot => slot.Count));

        Assert.Equal(values * 16, alone.Weights.KeptBytes + alone.Optimizer.KeptBytes);
        var padded = sharded.Weights.All.Sum(weights => weights.ShardNumel);
        Assert.InRange(padded, values / world.Size, values / world.Size + sharded.Weights.All.Count());
        Assert.Equal(padded * 16, sharded.Weights.KeptBytes + sharded.Optimizer.KeptBytes);
        Assert.InRange(Peak(sharded), 1, Peak(alone) - 1);
    }

    /// <summary>
    /// Trains the smoke recipe. Arguments: folder, steps of a stage, grid, where to stop or 0, and for low-rank updates
    /// the weights they are on.
    /// </summary>
    public static void Train(World world, string[] arguments)
    {
        int[] numbers = [.. arguments[1..6].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var place = new DeviceMesh(numbers[1], numbers[2], numbers[3]).Place(world);
        using var stop = new CancellationTokenSource();
        using var run = SmokeRun.Of(arguments[0], numbers[0], place, step =>
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step.Step}"));
            if (step.Step == numbers[4] - 1)
                stop.Cancel();
        }, loraOn: arguments.ElementAtOrDefault(6));
        var isDone = run.Run(stop.Token);
        var hash = run.Hash;
        if (world.Rank == 0)
            Console.WriteLine($"{(isDone ? "done" : "stopped")} {hash}");
    }

    /// <summary>
    /// Trains the smoke recipe with checkpoints in a bucket; every rank is a client of its own. Arguments: the server,
    /// and a folder.
    /// </summary>
    public static void TrainInBucket(World world, string[] arguments)
    {
        var folder = Path.Combine(arguments[1], $"rank-{world.Rank}");
        using var store = new S3ArtifactStore(
            S3CheckpointTests.Client(new(arguments[0]), Path.Combine(folder, "cache")));
        var place = new DeviceMesh(Shard: world.Size).Place(world);
        using var run = SmokeRun.In(store, folder, S3CheckpointTests.Steps, place);
        run.Run(CancellationToken.None);
        var hash = run.Hash;
        if (world.Rank == 0)
            Console.WriteLine($"done {hash}");
    }

    /// <summary>Most bytes on this rank while a network is built from a file. Argument: its weights.</summary>
    public static void Building(World world, string[] arguments)
    {
        var blocks = new ShardedBlocks(PlainBlocks.Instance);
        var config = BuildingTests.Config;
        using var model = new MmDitModel(config, Layers.On(torch.device("meta")) with { Blocks = blocks });
        using var published = Checkpoint.Open(arguments[0]);
        CpuMemory.StartCounting();
        CpuMemory.ResetPeak();
        var before = CpuMemory.Current;
        using var weights = new ShardedWeights(
            model, new DeviceMesh(Shard: world.Size).Place(world), ScalarType.Float32, blocks,
            new WeightSource(published.ReadInto, CPU));
        var peak = CpuMemory.Peak - before;

        const int Slack = 64 << 10;
        var bound = weights.KeptBytes + weights.All.Max(unit => unit.WholeBytes) + Slack;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"peak {peak} of at most {bound} bytes, the whole is {weights.All.Sum(unit => unit.WholeBytes)}"));
        Assert.InRange(peak, weights.KeptBytes, bound);
        Assert.InRange(bound, 0, weights.All.Sum(unit => unit.WholeBytes) * 3 / 4);
    }

    private static long Peak(GoldenTraining training)
    {
        training.Step(0);
        CpuMemory.StartCounting();
        CpuMemory.ResetPeak();
        var before = CpuMemory.Current;
        training.Step(1);
        var peak = CpuMemory.Peak - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak of a step: {peak} bytes"));
        return peak;
    }
}
