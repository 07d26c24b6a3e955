using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The gradient of a convolution over 3 spatial dimensions, as a layer.</summary>
public sealed class ConvTranspose3d : ConvolutionTranspose
{
    internal ConvTranspose3d(
        long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding,
        long[] output_padding, long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device,
        ScalarType? dtype)
        : base(
            nameof(ConvTranspose3d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true,
            output_padding, groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[]? output_size)
    {
        var extra = _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 3);
        return Aten.conv_transpose3d(input, _weight!, _bias, stride, padding!, extra, groups, dilation);
    }
}
