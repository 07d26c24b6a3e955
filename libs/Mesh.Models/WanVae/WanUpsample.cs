using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

/// <summary>Doubles height and width, halves the channels; doubles time where asked, the first frame apart.</summary>
internal sealed class WanUpsample : Module<Tensor, ChunkCache, Tensor>
{
    private readonly Sequential resample;
    private readonly WanCausalConv? time_conv;

    public WanUpsample(long channels, bool time, Layers layers)
        : base(nameof(WanUpsample))
    {
        resample = Sequential(
            ("0", Upsample(scale_factor: [2, 2])),
            ("1", Conv2d(channels, channels / 2, 3, padding: 1, device: layers.Device, dtype: layers.DType)));
        time_conv = time ? new WanCausalConv(channels, 2 * channels, 3, 1, layers) : null;
        RegisterComponents();
    }

    /// <param name="x">[B, C, T, H, W].</param>
    /// <param name="cache">What came before.</param>
    /// <returns>[B, C / 2, T or 2 T, 2 H, 2 W].</returns>
    public override Tensor forward(Tensor x, ChunkCache cache)
    {
        using var scope = NewDisposeScope();
        var y = time_conv is null ? x : DoubleTime(x, cache);
        return Frames.Joined(resample.call(Frames.Of(y)), x.shape[0]).MoveToOuterDisposeScope();
    }

    // The first latent frame is one frame: it passes as it is, and what follows does not see it.
    private Tensor DoubleTime(Tensor x, ChunkCache cache)
    {
        using var scope = NewDisposeScope();
        if (!cache.Knows(this))
        {
            cache.Keep(this, x, 1);
            return x.alias().MoveToOuterDisposeScope();
        }

        var doubled = time_conv!.call(x, cache).unflatten(1, [2, x.shape[1]]);  // [B, 2, C, T, H, W]
        return doubled.permute(0, 2, 3, 1, 4, 5).flatten(2, 3).MoveToOuterDisposeScope();
    }
}
