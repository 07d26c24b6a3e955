using System.Diagnostics;

namespace Mesh.Bench;

/// <summary>Times a case here and in the peer in turn, so that a noisy machine disturbs both alike.</summary>
/// <param name="peer">The Python side, or null to time ours alone.</param>
/// <param name="threads">Intra-operator threads of both sides.</param>
/// <param name="rounds">Alternations; the medians are compared.</param>
internal sealed class Race(Peer? peer, int threads, int rounds)
{
    private const double RoundSeconds = 0.4;

    public RaceResult Run(BenchCase item)
    {
        TorchSharp.torch.manual_seed(0);
        var step = item.Build();
        var iterations = Iterations(step);
        peer?.Time(item.Name, iterations, threads);

        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(Time(step, iterations));
            if (peer is not null)
                theirs.Add(peer.Time(item.Name, iterations, threads));
        }

        return new RaceResult(item, Median(ours), peer is null ? null : Median(theirs));
    }

    private static int Iterations(Action step)
    {
        for (var iterations = 1; ; iterations *= 4)
        {
            var seconds = Time(step, iterations) * iterations;
            if (seconds > RoundSeconds / 4)
                return Math.Max(1, (int)(iterations * RoundSeconds / seconds));
        }
    }

    private static double Time(Action step, int iterations)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < iterations; i++)
            step();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / iterations;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

/// <summary>Seconds per step of both sides.</summary>
internal sealed record RaceResult(BenchCase Case, double Ours, double? Theirs)
{
    public double? Ratio => Ours / Theirs;
}
