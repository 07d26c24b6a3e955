using Mesh.Distributed;
using Mesh.Training.Stages;
using Mesh.Training.Optimizers;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

/// <summary>A linear layer that learns a fixed map from random inputs.</summary>
internal static class TinyTask
{
    private static readonly Lock Building = new();

    public static StageConfig Stage(int steps) => new()
    {
        Name = "tiny",
        Budget = StageBudget.Steps(steps),
        BatchSize = 8,
        WarmUp = 2,
        Seed = 7,
    };

    /// <summary>A layer with the same weights on every rank.</summary>
    public static nn.Module<Tensor, Tensor> Network()
    {
        lock (Building)
        {
            manual_seed(3);
            return nn.Sequential(("blocks", nn.Linear(6, 6)), ("out", nn.Linear(6, 2)));
        }
    }

    public static Optimization Optimization(nn.Module network, IProcessGroup ranks)
    {
        var weights = new MasterWeights(
            [("", network)],
            ScalarType.Float32,
            (name, weight) => weight.dim() == 2 && name.StartsWith("blocks", StringComparison.Ordinal));
        return new Optimization(
            weights,
            [
                new Muon(weights, new MuonConfig(0.02), ranks, ScalarType.Float32),
                new AdamW(weights, new AdamWConfig(0.01)),
            ],
            new Ema(weights, 0.9),
            ranks);
    }

    public static Tensor Loss(nn.Module<Tensor, Tensor> network, Tensor x) =>
        (network.call(x) - x.narrow(1, 0, 2) * 2).square().mean();

    /// <summary>Trains and returns the weights.</summary>
    public static float[] Train(int steps, string? checkpoint, int ranks = 1, int? stopAt = null) =>
        LocalRanks.Run(ranks, (_, group) =>
        {
            var network = Network();
            using var optimization = Optimization(network, group);
            using var stop = new CancellationTokenSource();
            var loop = new TrainingLoop(Stage(steps), optimization, group, checkpoint);
            try
            {
                loop.Run(
                    (step, random) =>
                    {
                        if (step + 1 == stopAt)
                            stop.Cancel();
                        return Loss(network, randn([8 / group.Size, 6], generator: random));
                    },
                    stop.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.NotNull(stopAt);
            }
            return optimization.Weights.Flat.data<float>().ToArray();
        })[0];
}
