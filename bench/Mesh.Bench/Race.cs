using static TorchSharp.torch;

namespace Mesh.Bench;

/// <summary>Times a case here and in the peer in turn, so that a noisy machine disturbs both alike.</summary>
/// <param name="peer">The Python side, or null to time ours alone.</param>
/// <param name="threads">Intra-operator threads of both sides.</param>
/// <param name="rounds">Alternations; the medians are compared.</param>
/// <param name="device">Where both sides compute.</param>
internal sealed class Race(Peer? peer, int threads, int rounds, Device device)
{
    private const double RoundSeconds = 0.4;

    public RaceResult Run(BenchCase item)
    {
        TorchSharp.torch.manual_seed(0);
        var step = item.Build(device);
        var iterations = Iterations(step);
        peer?.Time(item.Name, iterations, threads, device);

        var (ours, theirs) = (new List<StepTime>(), new List<StepTime>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(StepTime.Measure(step, iterations, device));
            if (peer is not null)
                theirs.Add(peer.Time(item.Name, iterations, threads, device));
        }

        return new RaceResult(item, StepTime.Median(ours), peer is null ? null : StepTime.Median(theirs));
    }

    private int Iterations(Action step)
    {
        for (var iterations = 1; ; iterations *= 4)
        {
            var seconds = StepTime.Measure(step, iterations, device).Wall * iterations;
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
