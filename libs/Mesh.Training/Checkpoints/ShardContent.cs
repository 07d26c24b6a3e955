using System.Globalization;
using Mesh.Distributed.Sharding;
using Mesh.Tensors;
using Mesh.Training.Sharded;
using static TorchSharp.torch;

namespace Mesh.Training.Checkpoints;

/// <summary>
/// What this rank has of every state, in copies that are kept from save to save. A tensor of the file is a run of the
/// values of one weight: "mean/double_blocks.0.img_mlp.fc1.weight", with its first value in the file's metadata.
/// </summary>
internal sealed class ShardContent : IDisposable
{
    private readonly List<(Tensor Live, Tensor Copy)> _copies = [];
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly Dictionary<string, string> _starts = [];

    public ShardContent(ShardedAdamW optimizer)
    {
        foreach (var (kind, weights, shard) in optimizer.State)
        {
            var copy = empty_like(shard, device: CPU).DetachFromDisposeScope();
            _copies.Add((shard, copy));
            foreach (var slot in weights.Slots)
                Add(kind, slot, copy, slot.Within(weights.ShardStart, weights.ShardNumel));
        }
    }

    /// <summary>Takes the values of this moment; the only part of a save that training waits for.</summary>
    public void Take()
    {
        using var frozen = no_grad();
        foreach (var (live, copy) in _copies)
            copy.copy_(live);
    }

    /// <returns>SHA-256 of the file.</returns>
    public string Write(string path) => SafetensorsWriter.SaveHashed(path, _tensors, _starts);

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
        foreach (var (_, copy) in _copies)
            copy.Dispose();
    }

    private void Add(string kind, WeightSlot slot, Tensor copy, (long InWeight, long InRun, long Count) run)
    {
        if (run.Count == 0)
            return;
        _tensors[$"{kind}/{slot.Name}"] = copy.narrow(0, run.InRun, run.Count).DetachFromDisposeScope();
        _starts[slot.Name] = run.InWeight.ToString(CultureInfo.InvariantCulture);
    }
}
