using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.DepthAnything;

/// <summary>From tokens of the backbone to a map of another resolution.</summary>
/// <remarks>DPT, Ranftl et al. 2021, arXiv:2103.13413, section 3.</remarks>
internal sealed class Reassemble : Module<Tensor, long, long, Tensor>
{
    private readonly Module<Tensor, Tensor> projection;
    private readonly Module<Tensor, Tensor>? resize;

    public Reassemble(long inChannels, long outChannels, double factor, Layers layers)
        : base(nameof(Reassemble))
    {
        projection = Conv2d(inChannels, outChannels, 1, device: layers.Device, dtype: layers.DType);
        resize = factor switch
        {
            > 1 => ConvTranspose2d(
                outChannels, outChannels, (long)factor, stride: (long)factor,
                device: layers.Device, dtype: layers.DType),
            1 => null,
            _ => Conv2d(
                outChannels, outChannels, 3, stride: (long)(1 / factor), padding: 1,
                device: layers.Device, dtype: layers.DType),
        };
        RegisterComponents();
    }

    /// <param name="tokens">The class token and the patches, [B, 1 + h w, C].</param>
    /// <param name="height">h patches.</param>
    /// <param name="width">w patches.</param>
    /// <returns>[B, C', factor h, factor w].</returns>
    public override Tensor forward(Tensor tokens, long height, long width)
    {
        using var scope = NewDisposeScope();
        var patches = tokens.narrow(1, 1, height * width).transpose(1, 2);
        var map = projection.call(patches.reshape(tokens.shape[0], -1, height, width));
        return (resize?.call(map) ?? map).MoveToOuterDisposeScope();
    }
}
