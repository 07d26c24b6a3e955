using System.Diagnostics;
using Mesh.Distributed.Processes;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Distributed.Tests;

/// <summary>What the ranks of <see cref="ProcessGroupTests"/> do.</summary>
public static class Scenarios
{
    public static void Collectives(World world, string[] arguments) => Check(world.All);

    public static void Check(IProcessGroup group)
    {
        Sums(group);
        Gathers(group);
        Exchanges(group);
        Assert.Equal(Enumerable.Range(0, group.Size).Sum(rank => rank * 0.1), group.Sum(group.Rank * 0.1));
    }

    public static void Grid(World world, string[] arguments)
    {
        var place = new DeviceMesh(Replicate: 1, Shard: 2, Sequence: 2).Place(world);

        Assert.Equal(world.Rank / 2, place.DataRank);
        Assert.Equal((world.Rank / 2, world.Rank % 2), (place.Shards.Rank, place.Sequence.Rank));
        Assert.Equal(world.Rank / 2 * 4 + 1, place.Sequence.Sum(world.Rank));
        Assert.Equal(world.Rank % 2 * 2 + 2, place.Shards.Sum(world.Rank));
        Assert.Equal(place.Sequence.Sum(world.Rank), place.Copies.Sum(world.Rank));
        Assert.Throws<ArgumentException>(() => new DeviceMesh(Replicate: 3).Place(world));
    }

    public static void Death(World world, string[] arguments)
    {
        world.All.Barrier();
        if (world.Rank == 2)
            Process.GetCurrentProcess().Kill();
        world.All.AllReduceSum([ones(100_000)]);
    }

    public static void Sleeper(World world, string[] arguments)
    {
        world.All.Barrier();
        if (world.Rank == 1)
            Thread.Sleep(Timeout.Infinite);
        world.All.AllReduceSum([ones(8)]);
    }

    public static void Error(World world, string[] arguments)
    {
        world.All.Barrier();
        if (world.Rank == 0)
            throw new IOException("No space left on device.");
        world.All.Barrier();
    }

    private static void Sums(IProcessGroup group)
    {
        using var random = new Generator((ulong)group.Rank);
        var mine = randn([1001], generator: random);
        var all = empty(group.Size * 1001);
        group.AllGather(all, mine).Wait();
        var exact = all.view(group.Size, 1001).to(ScalarType.Float64).sum(dim: 0);

        var sum = mine.clone();
        group.AllReduceSum([sum]);
        var everyone = empty(group.Size * 1001);
        group.AllGather(everyone, sum).Wait();

        Assert.True(sum.allclose(exact.to(ScalarType.Float32), 1e-5, 1e-5));
        Assert.All(everyone.chunk(group.Size), other => Assert.True(other.equal(sum).all().ToBoolean()));

        var padded = cat([mine, zeros(group.Size * 400 - 1001)]);
        var part = empty(400);
        group.ReduceScatterSum(part, padded).Wait();
        var whole = cat([exact.to(ScalarType.Float32), zeros(group.Size * 400 - 1001)]);
        Assert.True(part.allclose(whole.narrow(0, 400 * group.Rank, 400), 1e-5, 1e-5));
    }

    private static void Gathers(IProcessGroup group)
    {
        var mine = full([5], group.Rank + 0.5, ScalarType.BFloat16);
        var all = empty([5 * group.Size], ScalarType.BFloat16);

        var first = group.AllGather(all, mine);
        var second = group.AllGather(all.clone(), mine);
        second.Wait();
        first.Wait();

        var expected = Enumerable.Range(0, group.Size).SelectMany(rank => Enumerable.Repeat(rank + 0.5f, 5));
        Assert.Equal(expected, all.to(ScalarType.Float32).data<float>().ToArray());
    }

    // Rank a sends a * 10 + b to rank b, a times: rank 0 sends nothing.
    private static void Exchanges(IProcessGroup group)
    {
        var (rank, size) = (group.Rank, group.Size);
        long[] sent = [.. Enumerable.Repeat((long)rank, size)];
        long[] received = [.. Enumerable.Range(0, size).Select(from => (long)from)];
        var words = Enumerable.Range(0, size).SelectMany(to => Enumerable.Repeat(rank * 10L + to, rank));
        var input = tensor(words.ToArray());
        var output = empty([received.Sum()], ScalarType.Int64);

        group.AllToAll(output, input, received, sent).Wait();

        var expected = Enumerable.Range(0, size).SelectMany(from => Enumerable.Repeat(from * 10L + rank, from));
        Assert.Equal(expected, output.data<long>().ToArray());
    }
}
