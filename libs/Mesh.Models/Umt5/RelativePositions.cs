using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Umt5;

/// <summary>What a score gains by the distance from query to key: a number per head and bucket of distances.</summary>
/// <remarks>Raffel et al. 2020 (T5), arXiv:1910.10683, section 2.1: far distances by logarithm.</remarks>
internal sealed class RelativePositions : Module<long, Tensor>
{
    private readonly Embedding embedding;
    private readonly Umt5Config _config;

    public RelativePositions(Umt5Config config, Layers layers)
        : base(nameof(RelativePositions))
    {
        embedding = Embedding(config.NumBuckets, config.NumHeads, device: layers.Device, dtype: layers.DType);
        _config = config;
        RegisterComponents();
    }

    /// <param name="length">L tokens.</param>
    /// <returns>[1, H, L, L], query by key.</returns>
    public override Tensor forward(long length)
    {
        using var scope = NewDisposeScope();
        var buckets = Buckets(length).to(embedding.weight!.device);                        // [L, L]
        return embedding.call(buckets).permute(2, 0, 1).unsqueeze(0).contiguous().MoveToOuterDisposeScope();
    }

    private Tensor Buckets(long length)
    {
        var places = arange(length, ScalarType.Int64);
        var ahead = places.unsqueeze(0) - places.unsqueeze(1);
        var (half, near) = (_config.NumBuckets / 2, _config.NumBuckets / 4);

        var distance = ahead.abs();
        var growth = (half - near) / Math.Log((double)_config.MaxDistance / near);
        var far = (log(distance.clamp_min(1).to(ScalarType.Float32) / near) * growth).to(ScalarType.Int64) + near;
        return where(distance < near, distance, far.clamp_max(half - 1)) + (ahead > 0).to(ScalarType.Int64) * half;
    }
}
