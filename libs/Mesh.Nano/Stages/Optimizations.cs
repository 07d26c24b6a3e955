using Mesh.Distributed;
using Mesh.Nano.Recipe;
using Mesh.Training.Optimizers;

namespace Mesh.Nano.Stages;

/// <summary>The optimizer of a stage: Muon on matrices, AdamW on the rest, a moving average of both.</summary>
internal static class Optimizations
{
    public static Optimization Make(
        MasterWeights weights, NanoRecipe recipe, NanoRates rates, IProcessGroup ranks) => new(
        weights,
        [
            new Muon(weights, new MuonConfig(rates.Muon), ranks, recipe.Compute),
            new AdamW(weights, new AdamWConfig(rates.AdamW)),
        ],
        new Ema(weights, recipe.EmaDecay),
        ranks);
}
