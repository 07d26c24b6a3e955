using static TorchSharp.torch;

namespace Mesh.Models.WanVae;

/// <summary>
/// The last frames that each temporal layer has seen, so that a video passes through in chunks as if it were whole.
/// </summary>
internal sealed class ChunkCache : IDisposable
{
    private readonly Dictionary<nn.Module, Tensor> _frames = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether the layer has seen a chunk.</summary>
    public bool Knows(nn.Module layer) => _frames.ContainsKey(layer);

    /// <summary>What was kept for a layer; owned by the cache.</summary>
    public Tensor? Of(nn.Module layer) => _frames.GetValueOrDefault(layer);

    /// <summary>Keeps the last frames of a chunk, with those of the chunk before where it is shorter.</summary>
    /// <param name="layer">Whose input it is.</param>
    /// <param name="x">[B, C, T, H, W].</param>
    /// <param name="count">Frames to keep.</param>
    public void Keep(nn.Module layer, Tensor x, int count)
    {
        using var scope = NewDisposeScope();
        var before = _frames.GetValueOrDefault(layer);
        var seen = before is null || x.shape[2] >= count ? x : cat([before, x], 2);
        var kept = Math.Min(count, seen.shape[2]);
        _frames[layer] = seen.narrow(2, seen.shape[2] - kept, kept).clone().DetachFromDisposeScope();
        before?.Dispose();
    }

    public void Dispose()
    {
        foreach (var frames in _frames.Values)
            frames.Dispose();
        _frames.Clear();
    }
}
