using System.Globalization;
using static TorchSharp.torch;

namespace Mesh.Distributed.Sharding;

/// <summary>
/// A network whose weights are sharded over ranks: fully within <see cref="MeshRank.Shards"/>, copied across
/// <see cref="MeshRank.Copies"/>. Blocks are brought together one ahead of their use; the rest stays for the pass.
/// </summary>
/// <remarks>A pass is <see cref="BeginPass"/>, forward, backward, <see cref="EndPass"/>; gradients add up.</remarks>
public sealed class ShardedWeights : IDisposable
{
    private readonly List<ShardUnit> _units = [];
    private readonly Dictionary<nn.Module, int> _indexes = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ShardUnit> _reduced = [];
    private ShardUnit? _reducing;

    /// <param name="network">
    /// Has the same float32 values on every rank, or shapes alone; its parameters become views.
    /// </param>
    /// <param name="place">Where this rank is.</param>
    /// <param name="compute">Element type the network computes in.</param>
    /// <param name="blocks">What runs the network's blocks.</param>
    /// <param name="source">
    /// Values of parameters that have shapes alone: they are read a unit at a time, so that a rank never has more than
    /// its shards and one unit.
    /// </param>
    public ShardedWeights(
        nn.Module network, MeshRank place, ScalarType compute, ShardedBlocks blocks, WeightSource? source = null)
    {
        foreach (var unit in network.named_parameters().GroupBy(weight => UnitOf(weight.name)))
        {
            var kinds = unit.GroupBy(weight => weight.parameter.requires_grad);
            _units.Add(new ShardUnit(
                unit.Key,
                [.. kinds.Select(kind => new FlatWeights(unit.Key, [.. kind], compute, place, source))]));
        }
        foreach (var (name, module) in network.named_modules())
        {
            if (_units.FindIndex(unit => unit.Name.Length > 0 && unit.Name == name) is >= 0 and var index)
                _indexes[module] = index;
        }
        blocks.Attach(this);
    }

    /// <summary>Weights that an optimizer changes.</summary>
    public IEnumerable<FlatWeights> Trained => All.Where(weights => weights.IsTrained);

    public IEnumerable<FlatWeights> All => _units.SelectMany(unit => unit.Weights);

    /// <summary>Bytes that this rank holds all the time: shards and gradients.</summary>
    public long KeptBytes => All.Sum(weights => Bytes(weights.Shard) + (weights.Grad is { } grad ? Bytes(grad) : 0));

    /// <summary>Before a forward pass: what belongs to no block is brought together.</summary>
    public void BeginPass()
    {
        _reduced.Clear();
        foreach (var unit in _units.Where(unit => unit.Name.Length == 0))
            unit.Gather();
    }

    /// <summary>After the backward pass: every gradient is in its shard, and only shards are left.</summary>
    public void EndPass()
    {
        foreach (var unit in _units.Where(unit => !_reduced.Contains(unit)))
            Reduce(unit);
        FinishReduce();
        Free();
    }

    /// <summary>Frees what was brought together, as after a pass without backward.</summary>
    public void Free()
    {
        foreach (var unit in _units)
        {
            unit.Gather();  // a gather under way ends first
            unit.Free();
        }
    }

    /// <summary>Says that the shards were changed.</summary>
    public void Changed()
    {
        foreach (var weights in All)
            weights.Changed();
    }

    public void Dispose()
    {
        foreach (var weights in All)
            weights.Dispose();
    }

    /// <summary>Brings a block together and starts with the one that comes next.</summary>
    internal ShardUnit Enter(nn.Module block, int next)
    {
        var index = _indexes[block];
        _units[index].Gather();
        if (index + next >= 0 && index + next < _units.Count && _units[index + next].Name.Length > 0)
            _units[index + next].BeginGather();
        return _units[index];
    }

    /// <summary>After the backward of a block: its gradients go to their shards.</summary>
    internal void Leave(nn.Module block)
    {
        var unit = _units[_indexes[block]];
        Reduce(unit);
        unit.Free();
    }

    private void Reduce(ShardUnit unit)
    {
        FinishReduce();
        unit.BeginReduce();
        _reduced.Add(unit);
        _reducing = unit;
    }

    private void FinishReduce()
    {
        _reducing?.FinishReduce();
        _reducing = null;
    }

    private static long Bytes(Tensor tensor) => tensor.numel() * tensor.ElementSize;

    // Blocks are the numbered members of a list at the top of the network: "double_blocks.3".
    private static string UnitOf(string weight) =>
        weight.Split('.') is [var list, var index, _, ..] && int.TryParse(index, CultureInfo.InvariantCulture, out _)
            ? $"{list}.{index}"
            : "";
}
