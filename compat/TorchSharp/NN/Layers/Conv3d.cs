using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Convolution over 3 spatial dimensions.</summary>
public sealed class Conv3d : Convolution
{
    private static readonly long[] NoPadding = [0, 0, 0];

    internal Conv3d(
        long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding,
        Padding? padding_type, long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device,
        ScalarType? dtype)
        : base(
            nameof(Conv3d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false,
            NoPadding, groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input)
    {
        if (NeedsBorder)
        {
            using var bordered = Bordered(input);
            return Aten.conv3d(bordered, _weight!, _bias, stride, NoPadding, dilation, groups);
        }
        return padding is null
            ? Aten.conv3d(input, _weight!, _bias, stride, PaddingName, dilation, groups)
            : Aten.conv3d(input, _weight!, _bias, stride, padding, dilation, groups);
    }
}
