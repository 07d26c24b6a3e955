using System.Globalization;
using Mesh.Distributed;
using Mesh.Distributed.Processes;
using Mesh.Parity.Tests;
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
