using Mesh.Distributed;
using Mesh.Distributed.Sequence;
using Mesh.Distributed.Sharding;
using Mesh.Models.MmDit;
using Mesh.Nn;
using Mesh.Nn.Lora;
using Mesh.Tensors;
using Mesh.Training.Recipes;
using Mesh.Training.Recompute;
using Mesh.Training.Sharded;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Runs;

/// <summary>The network of a run, its shards on this rank, and what updates them.</summary>
/// <param name="Model">Its parameters are views of the weights.</param>
/// <param name="Weights">The shards.</param>
/// <param name="Optimizer">Their states.</param>
public sealed record RunNetwork(MmDitModel Model, ShardedWeights Weights, ShardedAdamW Optimizer) : IDisposable
{
    /// <param name="recipe">Which network, from which seed.</param>
    /// <param name="place">Where this rank is.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="startFrom">
    /// Published weights: a rank reads them a block at a time and keeps its shards. Null draws them, and builds the
    /// whole network first.
    /// </param>
    /// <exception cref="InvalidDataException">The published weights are of another network.</exception>
    public static RunNetwork Build(TrainingRecipe recipe, MeshRank place, Device device, string? startFrom)
    {
        var levels = Levels(recipe, place);
        var recomputed = new RecomputedBlocks(place => levels[place]);
        var blocks = new ShardedBlocks(recomputed);
        var plain = Layers.On(startFrom is null ? device : torch.device("meta"));
        var layers = plain with
        {
            Attention = recomputed.Over(plain.Attention),
            Blocks = blocks,
            Tokens = place.Sequence.Size == 1 ? WholeSequence.Instance : new SequenceShards(place.Sequence),
        };
        manual_seed((long)recipe.Seed);
        var model = new MmDitModel(
            recipe.Transformer, recipe.Lora is null ? layers : AdaptableLinear.Over(layers));
        using var published = startFrom is null ? null : Checkpoint.Open(startFrom);
        if (published is null)
            MmDitInitializer.Initialize(model);
        else
            StateDict.Load(model, published);  // compares
        if (recipe.Lora is { } lora)
            Adapt(model, lora, device);
        var source = published is null ? null : new WeightSource(
            (name, values) => published.ReadInto(AdaptableLinear.KeyOf(name), values), device);
        var weights = new ShardedWeights(model, place, recipe.Compute, blocks, source);
        return new RunNetwork(model, weights, new ShardedAdamW(weights, recipe.Optimizer, place, recipe.EmaDecay));
    }

    private static void Adapt(MmDitModel model, LoraTraining lora, Device device)
    {
        lora.Require([.. model.named_modules()
            .Where(module => module.module is AdaptableLinear).Select(module => module.name)]);
        LoraAdapter.Create(model, new LoraConfig(lora.Rank, lora.Alpha), lora.Adapts, device);
    }

    // For the largest pass of the recipe: a rank of a sequence has its share of the tokens.
    private static IReadOnlyList<RecomputeLevel> Levels(TrainingRecipe recipe, MeshRank place)
    {
        var config = recipe.Transformer;
        if (recipe.ActivationBytes is not { } budget)
            return new RecomputeLevel[config.NumDoubleBlocks + config.NumSingleBlocks];
        var largest = recipe.Stages.Max(stage => Math.Max(
            stage.TokensPerPass, stage.Buckets.Max(bucket => 2 * recipe.Scale.Tokens(bucket, config.PatchSize))));
        var valueBytes = recipe.Compute == ScalarType.Float32 ? 4 : 2;
        return RecomputeBudget.Plan(config, largest / place.Sequence.Size, samples: 1, valueBytes, budget);
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Weights.Dispose();
        Model.Dispose();
    }
}
