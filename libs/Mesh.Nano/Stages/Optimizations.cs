using Mesh.Distributed;
using Mesh.Nano.Recipe;
using Mesh.Training.Optimizers;
using static TorchSharp.torch;

namespace Mesh.Nano.Stages;

/// <summary>The optimizer of a stage: Muon on matrices, AdamW on the rest, a moving average of both.</summary>
internal static class Optimizations
{
    public static Optimization Make(
        MasterWeights weights, NanoRates rates, double emaDecay, IProcessGroup ranks) => new(
        weights,
        [
            new Muon(weights, new MuonConfig(rates.Muon), ranks, ScalarType.BFloat16),
            new AdamW(weights, new AdamWConfig(rates.AdamW)),
        ],
        new Ema(weights, emaDecay),
        ranks);
}
