// B batch, C channels, T frames, H and W sides, k kernel size

using Mesh.Nn;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>3D convolution that sees the past and the present: edges are repeated, the future is not padded.</summary>
/// <remarks>MAGVIT-v2, Yu et al. 2023, arXiv:2310.05737, section 3.1; here with replicated edges.</remarks>
internal sealed class CausalConv3d : Module<Tensor, Tensor>
{
    private readonly Conv3d conv;
    private readonly long[] _padding;  // W, W, H, H, T, T

    public CausalConv3d(long inChannels, long outChannels, long k, Layers layers, Resampling stride)
        : base(nameof(CausalConv3d))
    {
        conv = Conv3d(
            inChannels, outChannels, (k, k, k), (stride.Time, stride.Space, stride.Space),
            device: layers.Device, dtype: layers.DType);
        _padding = [k / 2, k / 2, k / 2, k / 2, k - 1, 0];
        RegisterComponents();
    }

    public CausalConv3d(long inChannels, long outChannels, long k, Layers layers)
        : this(inChannels, outChannels, k, layers, new Resampling(1, 1))
    {
    }

    /// <param name="x">[B, C, T, H, W].</param>
    /// <returns>[B, C', (T-1)/stride + 1, (H-1)/stride + 1, (W-1)/stride + 1].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var padded = _padding[4] == 0 ? x : functional.pad(x, _padding, PaddingModes.Replicate);
        var y = RowHalves.Suit(padded, conv) ? RowHalves.Convolve(padded, conv) : conv.call(padded);
        return y.MoveToOuterDisposeScope();
    }
}
