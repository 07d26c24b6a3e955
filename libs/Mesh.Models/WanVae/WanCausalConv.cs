using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

// B batch, C channels, T frames, H and W sides

/// <summary>3D convolution that sees the past and the present; edges and the time before the start are zero.</summary>
/// <remarks>Its weights are its own keys, as the reference's convolution publishes them.</remarks>
internal sealed class WanCausalConv : Module<Tensor, ChunkCache, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long[] _padding;  // W, W, H, H, T, T
    private readonly int _past;

    /// <param name="inChannels">C.</param>
    /// <param name="outChannels">C'.</param>
    /// <param name="time">Kernel along time; it sees time - 1 frames of the past.</param>
    /// <param name="space">Kernel along height and width, odd.</param>
    /// <param name="layers">Makes the weights.</param>
    public WanCausalConv(long inChannels, long outChannels, int time, int space, Layers layers)
        : base(nameof(WanCausalConv))
    {
        var made = Conv3d(
            inChannels, outChannels, (time, space, space), device: layers.Device, dtype: layers.DType);
        (weight, bias) = (made.weight, made.bias!);
        (_padding, _past) = ([space / 2, space / 2, space / 2, space / 2, 0, 0], time - 1);
        RegisterComponents();
    }

    /// <param name="x">[B, C, T, H, W].</param>
    /// <param name="cache">What came before.</param>
    /// <returns>[B, C', T, H, W].</returns>
    public override Tensor forward(Tensor x, ChunkCache cache)
    {
        using var scope = NewDisposeScope();
        var seen = x;
        if (_past > 0)
        {
            if (cache.Of(this) is { } before)
                seen = cat([before, x], 2);
            cache.Keep(this, x, _past);
        }

        var missing = x.shape[2] + _past - seen.shape[2];
        long[] padding = [.. _padding[..4], missing, 0];
        var padded = padding.All(side => side == 0) ? seen : functional.pad(seen, padding);
        return functional.conv3d(padded, weight, bias).MoveToOuterDisposeScope();
    }
}
