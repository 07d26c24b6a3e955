using static TorchSharp.torch;

namespace Mesh.Models.Llama;

/// <summary>Keys and values of the tokens so far, layer by layer, so that each token is computed once.</summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly Tensor[] _keys;
    private readonly Tensor[] _values;

    /// <param name="config">Of the network.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="capacity">Most tokens of a row.</param>
    /// <param name="like">Its element type and device.</param>
    public KeyValueCache(LlamaConfig config, long batch, long capacity, Tensor like)
    {
        long[] shape = [batch, config.NumKeyValueHeads, capacity, config.HeadDim];
        _keys = Room();
        _values = Room();

        Tensor[] Room() => [.. Enumerable.Range(0, config.NumLayers)
            .Select(_ => zeros(shape, like.dtype, like.device).DetachFromDisposeScope())];
    }

    /// <summary>Tokens that are kept.</summary>
    public long Length { get; private set; }

    /// <summary>
    /// Puts new keys and values of a layer behind the old ones; <see cref="Advance"/> follows the last layer.
    /// </summary>
    /// <returns>All of them, views of the cache, [B, H, K, D].</returns>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        var count = keys.shape[2];
        _keys[layer].narrow(2, Length, count).copy_(keys);
        _values[layer].narrow(2, Length, count).copy_(values);
        return (_keys[layer].narrow(2, 0, Length + count), _values[layer].narrow(2, 0, Length + count));
    }

    public void Advance(long count) => Length += count;

    public void Dispose()
    {
        foreach (var tensor in _keys.Concat(_values))
            tensor.Dispose();
    }
}
