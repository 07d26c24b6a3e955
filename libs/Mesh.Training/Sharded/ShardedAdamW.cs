using Mesh.Distributed;
using Mesh.Distributed.Sharding;
using Mesh.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Sharded;

/// <summary>AdamW on the shards of this rank, with the gradient clipped by its global norm.</summary>
public sealed class ShardedAdamW : IDisposable
{
    private readonly AdamWConfig _config;
    private readonly ShardedWeights _weights;
    private readonly IProcessGroup _shards;
    private readonly List<Part> _parts = [];

    /// <param name="weights">Whose trained shards are updated.</param>
    /// <param name="config">Rates.</param>
    /// <param name="place">Where this rank is.</param>
    /// <param name="emaDecay">Of the moving average; null keeps none.</param>
    public ShardedAdamW(ShardedWeights weights, AdamWConfig config, MeshRank place, double? emaDecay)
    {
        (_weights, _config, _shards, EmaDecay) = (weights, config, place.Shards, emaDecay);
        foreach (var flat in weights.Trained)
        {
            _parts.Add(new Part(
                flat,
                zeros_like(flat.Shard).DetachFromDisposeScope(),
                zeros_like(flat.Shard).DetachFromDisposeScope(),
                emaDecay is null ? null : flat.Shard.clone().DetachFromDisposeScope()));
        }
    }

    public double? EmaDecay { get; }

    /// <summary>Bytes of moments and average on this rank.</summary>
    public long KeptBytes =>
        _parts.Sum(part => part.Flat.Shard.numel() * sizeof(float) * (part.Average is null ? 2 : 3));

    /// <summary>Everything that a resumed run needs: kind of state, the weights it belongs to, its shard.</summary>
    public IEnumerable<(string Kind, FlatWeights Weights, Tensor Shard)> State
    {
        get
        {
            foreach (var part in _parts)
            {
                yield return ("weights", part.Flat, part.Flat.Shard);
                yield return ("mean", part.Flat, part.Mean);
                yield return ("square", part.Flat, part.Square);
                if (part.Average is { } average)
                    yield return ("average", part.Flat, average);
            }
        }
    }

    /// <summary>Norm of the whole gradient; a collective of the ranks that hold the shards.</summary>
    public double GradNorm()
    {
        var sum = 0.0;
        foreach (var part in _parts)
        {
            using var norm = part.Flat.Grad!.norm();
            sum += Math.Pow(norm.ToSingle(), 2);
        }
        return Math.Sqrt(_shards.Sum(sum));
    }

    /// <summary>One step; the gradients are zero afterwards.</summary>
    /// <param name="done">Steps taken before, from 0.</param>
    /// <param name="factor">What the schedule multiplies the learning rate by.</param>
    /// <param name="gradNorm">From <see cref="GradNorm"/>.</param>
    /// <param name="maxGradNorm">The gradient is scaled down to it.</param>
    public void Step(int done, double factor, double gradNorm, double maxGradNorm)
    {
        using var frozen = no_grad();
        foreach (var part in _parts)
        {
            var grad = part.Flat.Grad!;
            if (gradNorm > maxGradNorm)
                grad.mul_(maxGradNorm / gradNorm);
            AdamWStep.Apply(
                part.Flat.Shard, grad, part.Mean, part.Square, _config, done, _config.LearningRate * factor);
            part.Average?.mul_(DecayAt(done)).add_(part.Flat.Shard, 1 - DecayAt(done));
        }
        _weights.Changed();
        Skip();
    }

    /// <summary>Drops the gradients: the step is not taken.</summary>
    public void Skip()
    {
        using var frozen = no_grad();
        foreach (var part in _parts)
            part.Flat.Grad!.zero_();
    }

    public void Dispose()
    {
        foreach (var part in _parts)
        {
            part.Mean.Dispose();
            part.Square.Dispose();
            part.Average?.Dispose();
        }
    }

    private double DecayAt(int done) => Math.Min(EmaDecay!.Value, (1.0 + done) / (10.0 + done));

    private sealed record Part(FlatWeights Flat, Tensor Mean, Tensor Square, Tensor? Average);
}
