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

        var (ours, theirs) = (new List<StepTime>(), new List<StepTime>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(StepTime.Measure(step, iterations));
            if (peer is not null)
                theirs.Add(peer.Time(item.Name, iterations, threads));
        }

        return new RaceResult(item, StepTime.Median(ours), peer is null ? null : StepTime.Median(theirs));
    }

    private static int Iterations(Action step)
    {
        for (var iterations = 1; ; iterations *= 4)
        {
            var seconds = StepTime.Measure(step, iterations).Wall * iterations;
            if (seconds > RoundSeconds / 4)
                return Math.Max(1, (int)(iterations * RoundSeconds / seconds));
        }
    }
}

/// <summary>Time of one step on both sides.</summary>
internal sealed record RaceResult(BenchCase Case, StepTime Ours, StepTime? Theirs)
{
    /// <summary>On the clock.</summary>
    public double? Ratio => Ours.Wall / Theirs?.Wall;

    /// <summary>In processor time.</summary>
    public double? CpuRatio => Ours.Cpu / Theirs?.Cpu;
}
