using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>[..., C, H r, W r] to [..., C r^2, H, W].</summary>
public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
{
    internal PixelUnshuffle(long downscale_factor)
        : base(nameof(PixelUnshuffle)) => this.downscale_factor = downscale_factor;

    public long downscale_factor { get; set; }

    public override Tensor forward(Tensor input) => Aten.pixel_unshuffle(input, downscale_factor);
}
