using Mesh.Distributed;
using Mesh.Distributed.Sequence;
using Mesh.Distributed.Sharding;
using Mesh.Models.MmDit;
using Mesh.Nn;
using Mesh.Tensors;
using Mesh.Training.Recipes;
using Mesh.Training.Sharded;
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
    /// <param name="startFrom">Published weights; null draws them.</param>
    public static RunNetwork Build(TrainingRecipe recipe, MeshRank place, Device device, string? startFrom)
    {
        var blocks = new ShardedBlocks(PlainBlocks.Instance);
        var layers = Layers.On(device) with
        {
            Blocks = blocks,
            Tokens = place.Sequence.Size == 1 ? WholeSequence.Instance : new SequenceShards(place.Sequence),
        };
        manual_seed((long)recipe.Seed);
        var model = new MmDitModel(recipe.Transformer, layers);
        MmDitInitializer.Initialize(model);
        if (startFrom is not null)
        {
            using var published = Checkpoint.Open(startFrom);
            StateDict.Load(model, published);
        }
        var weights = new ShardedWeights(model, place, recipe.Compute, blocks);
        return new RunNetwork(model, weights, new ShardedAdamW(weights, recipe.Optimizer, place, recipe.EmaDecay));
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Weights.Dispose();
        Model.Dispose();
    }
}
