using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

/// <summary>Halves height and width, and time where asked; the very first frame stays alone in time.</summary>
internal sealed class WanDownsample : Module<Tensor, ChunkCache, Tensor>
{
    private readonly Sequential resample;
    private readonly Conv3d? time_conv;

    public WanDownsample(long channels, bool time, Layers layers)
        : base(nameof(WanDownsample))
    {
        resample = Sequential(
            ("0", ZeroPad2d((0, 1, 0, 1))),
            ("1", Conv2d(channels, channels, 3, stride: 2, device: layers.Device, dtype: layers.DType)));
        time_conv = time
            ? Conv3d(channels, channels, (3, 1, 1), (2, 1, 1), device: layers.Device, dtype: layers.DType)
            : null;
        RegisterComponents();
    }

    /// <param name="x">[B, C, T, H, W].</param>
    /// <param name="cache">What came before.</param>
    /// <returns>[B, C, T or T / 2, H / 2, W / 2].</returns>
    public override Tensor forward(Tensor x, ChunkCache cache)
    {
        using var scope = NewDisposeScope();
        var y = Frames.Joined(resample.call(Frames.Of(x)), x.shape[0]);
        if (time_conv is null)
            return y.MoveToOuterDisposeScope();

        var seen = cache.Of(this) is { } before ? cat([before, y], 2) : null;
        cache.Keep(this, y, 1);
        return (seen is null ? y : time_conv.call(seen)).MoveToOuterDisposeScope();
    }
}
