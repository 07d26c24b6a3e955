using Mesh.Training.Recipes;

namespace Mesh.Training.Data;

/// <summary>Cuts a batch into passes of one size each, spread so that ranks have about as many tokens.</summary>
public static class TokenBalance
{
    /// <param name="batch">Numbers of the samples.</param>
    /// <param name="bucketOf">Size of a sample.</param>
    /// <param name="tokensOf">Tokens of a sample of a size.</param>
    /// <param name="limit">Most tokens of a pass; a longer sample goes alone.</param>
    /// <param name="ranks">Ranks that work on different samples.</param>
    /// <returns>The passes of each rank, as many on each.</returns>
    public static IReadOnlyList<IReadOnlyList<MicroBatch>> Spread(
        IReadOnlyList<int> batch,
        Func<int, ClipBucket> bucketOf,
        Func<ClipBucket, long> tokensOf,
        long limit,
        int ranks)
    {
        var passes = batch.GroupBy(bucketOf).SelectMany(group => Cut(group, limit / tokensOf(group.Key), ranks));
        var plan = Enumerable.Range(0, ranks).Select(_ => new List<MicroBatch>()).ToList();
        var loads = new long[ranks];
        foreach (var pass in passes.OrderByDescending(pass => Load(pass, tokensOf)))  // stable: the same on every rank
        {
            var lightest = Array.IndexOf(loads, loads.Min());
            loads[lightest] += Load(pass, tokensOf);
            plan[lightest].Add(pass);
        }

        // Collectives of weights need every rank to make as many passes.
        var most = plan.Max(passesOfRank => passesOfRank.Count);
        foreach (var own in plan)
        {
            while (own.Count < most)
                own.Add(Idle(plan, tokensOf));
        }
        return plan;
    }

    private static IEnumerable<MicroBatch> Cut(IGrouping<ClipBucket, int> group, long fitting, int ranks)
    {
        var samples = group.ToList();
        var even = (samples.Count + ranks - 1) / ranks;
        var size = (int)Math.Clamp(Math.Min(fitting, even), 1, samples.Count);
        return samples.Chunk(size).Select(chunk => new MicroBatch(group.Key, chunk));
    }

    private static MicroBatch Idle(List<List<MicroBatch>> plan, Func<ClipBucket, long> tokensOf)
    {
        var cheapest = plan.SelectMany(passes => passes).MinBy(pass => tokensOf(pass.Bucket))!;
        return new MicroBatch(cheapest.Bucket, [cheapest.Samples[0]], Counts: false);
    }

    private static long Load(MicroBatch pass, Func<ClipBucket, long> tokensOf) =>
        pass.Samples.Count * tokensOf(pass.Bucket);
}
