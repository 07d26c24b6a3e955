using Mesh.Distributed.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mesh.Distributed.Sharding;

/// <summary>
/// Weights of a unit laid one after the other and cut into equal shards, one for each rank. A rank keeps its shard; the
/// whole exists in memory only while the unit computes, and the network's parameters are views of it.
/// </summary>
/// <remarks>Rajbhandari et al. 2019 (ZeRO), arXiv:1910.02054, section 5; Zhao et al. 2023, arXiv:2304.11277.</remarks>
public sealed unsafe class FlatWeights : IDisposable
{
    private readonly MeshRank _place;
    private readonly List<WeightSlot> _slots = [];
    private readonly Tensor _whole;
    private Tensor? _sent;
    private IWork? _gathering;
    private bool _isWhole;
    private (IWork Work, Tensor Flat, Tensor Shard)? _reducing;

    internal FlatWeights(
        string unit, IReadOnlyList<(string Name, Parameter Weight)> weights, ScalarType compute, MeshRank place,
        WeightSource? source)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        (Unit, _place, IsTrained) = (unit, place, weights[0].Weight.requires_grad);
        foreach (var (name, weight) in weights)
            _slots.Add(new WeightSlot(name, weight, weight.shape, Numel, weight.numel()));
        ShardNumel = (Numel + place.Shards.Size - 1) / place.Shards.Size;

        // All values of the unit are here once; the network's own follow when they are gone.
        using (var all = Values(source))
        {
            var own = all.narrow(0, ShardStart, ShardNumel);
            Shard = own.to(IsTrained ? ScalarType.Float32 : compute, copy: true).DetachFromDisposeScope();
        }
        Grad = IsTrained ? zeros_like(Shard).DetachFromDisposeScope() : null;
        _whole = empty([ShardNumel * place.Shards.Size], compute, Shard.device).DetachFromDisposeScope();
        foreach (var slot in _slots)
        {
            var view = _whole.narrow(0, slot.Start, slot.Count).view([.. slot.Shape]);
            NativeFailure.Check(NativeMethods.d_set_data(slot.Weight.Handle, view.Handle));
        }
        _isWhole = true;
        if (place.Shards.Size == 1)
            _whole.copy_(Shard);
        Free();
    }

    /// <summary>Name of the block, or empty for what belongs to no block.</summary>
    public string Unit { get; }

    public bool IsTrained { get; }

    public IReadOnlyList<WeightSlot> Slots => _slots;

    /// <summary>This rank's values: float32 masters, or frozen weights in the type the network computes in.</summary>
    public Tensor Shard { get; }

    /// <summary>Their gradient, summed over the ranks and micro-batches; null when frozen.</summary>
    public Tensor? Grad { get; }

    /// <summary>Values of a shard, with padding at the end of the last.</summary>
    public long ShardNumel { get; }

    /// <summary>First value of this rank's shard.</summary>
    public long ShardStart => ShardNumel * _place.Shards.Rank;

    /// <summary>Bytes of the whole, while it exists.</summary>
    public long WholeBytes => ShardNumel * _place.Shards.Size * _whole.ElementSize;

    private long Numel => _slots.Count == 0 ? 0 : _slots[^1].Start + _slots[^1].Count;

    /// <summary>Says that the shard was changed: the whole, where it is kept, is out of date.</summary>
    public void Changed() => _isWhole = false;

    /// <summary>Starts to bring the whole together.</summary>
    internal void BeginGather()
    {
        if (_isWhole || _gathering is not null)
            return;
        using var frozen = no_grad();
        Allocate(WholeBytes);
        _sent = Shard.to(_whole.dtype, copy: true).DetachFromDisposeScope();
        _gathering = _place.Shards.AllGather(_whole, _sent);
    }

    /// <summary>Returns when the parameters hold their values.</summary>
    internal void Gather()
    {
        BeginGather();
        if (_gathering is null)
            return;
        _gathering.Wait();
        _sent!.Dispose();
        (_gathering, _sent, _isWhole) = (null, null, true);
    }

    /// <summary>Frees the whole; where the shard is all there is, it is kept.</summary>
    internal void Free()
    {
        if (!_isWhole || _place.Shards.Size == 1)
            return;
        Allocate(0);
        _isWhole = false;
    }

    /// <summary>Starts to add the gradients of the parameters up over the ranks, and clears them.</summary>
    internal void BeginReduce()
    {
        if (!IsTrained)
            return;
        using var frozen = no_grad();
        var flat = zeros([ShardNumel * _place.Shards.Size], ScalarType.Float32, Shard.device).DetachFromDisposeScope();
        foreach (var slot in _slots)
        {
            using var grad = slot.Weight.grad;
            if (grad is null)
                continue;
            using var part = flat.narrow(0, slot.Start, slot.Count);
            using var row = grad.reshape(slot.Count);
            part.copy_(row);
            slot.Weight.grad = null;
        }
        var shard = empty_like(Shard).DetachFromDisposeScope();
        _reducing = (_place.Shards.ReduceScatterSum(shard, flat), flat, shard);
    }

    /// <summary>Returns when the sum is in <see cref="Grad"/>.</summary>
    internal void FinishReduce()
    {
        if (_reducing is not var (work, flat, shard))
            return;
        using var frozen = no_grad();
        work.Wait();
        _place.Copies.AllReduceSum([shard]);
        Grad!.add_(shard);
        flat.Dispose();
        shard.Dispose();
        _reducing = null;
    }

    public void Dispose()
    {
        Shard.Dispose();
        Grad?.Dispose();
        _whole.Dispose();
    }

    private Tensor Values(WeightSource? source)
    {
        var first = _slots[0].Weight;
        var device = first.is_meta && source is not null ? source.Device : first.device;
        var all = zeros([ShardNumel * _place.Shards.Size], ScalarType.Float32, device);
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope();
            var part = all.narrow(0, slot.Start, slot.Count);
            if (!slot.Weight.is_meta)
                part.copy_(slot.Weight.flatten());
            else if (source is not null)
                source.Read(slot.Name, part.view([.. slot.Shape]));
            else
                throw new ArgumentException($"{slot.Name} has a shape and no values, and nothing says where they are.");
        }
        return all;
    }

    private void Allocate(long size) => NativeFailure.Check(NativeMethods.d_storage(_whole.Handle, size));
}
