using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Convolutions; padding as sizes, or by name.</summary>
internal static partial class Aten
{
    private static readonly Op Conv1d = new("conv1d");
    private static readonly Op Conv1dPadding = new("conv1d", "padding");
    private static readonly Op Conv2d = new("conv2d");
    private static readonly Op Conv2dPadding = new("conv2d", "padding");
    private static readonly Op Conv3d = new("conv3d");
    private static readonly Op Conv3dPadding = new("conv3d", "padding");
    private static readonly Op ConvTranspose1d = new("conv_transpose1d");
    private static readonly Op ConvTranspose2dInput = new("conv_transpose2d", "input");
    private static readonly Op ConvTranspose3dInput = new("conv_transpose3d", "input");

    internal static Tensor conv1d(
        Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] dilation, long groups) =>
        Conv1d.Call(input, weight, bias, stride, padding, dilation, groups);

    internal static Tensor conv1d(
        Tensor input, Tensor weight, Tensor? bias, long[] stride, string padding, long[] dilation, long groups) =>
        Conv1dPadding.Call(input, weight, bias, stride, padding, dilation, groups);

    internal static Tensor conv2d(
        Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] dilation, long groups) =>
        Conv2d.Call(input, weight, bias, stride, padding, dilation, groups);

    internal static Tensor conv2d(
        Tensor input, Tensor weight, Tensor? bias, long[] stride, string padding, long[] dilation, long groups) =>
        Conv2dPadding.Call(input, weight, bias, stride, padding, dilation, groups);

    internal static Tensor conv3d(
        Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] dilation, long groups) =>
        Conv3d.Call(input, weight, bias, stride, padding, dilation, groups);

    internal static Tensor conv3d(
        Tensor input, Tensor weight, Tensor? bias, long[] stride, string padding, long[] dilation, long groups) =>
        Conv3dPadding.Call(input, weight, bias, stride, padding, dilation, groups);

    internal static Tensor conv_transpose1d(
        Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] extra, long groups,
        long[] dilation) =>
        ConvTranspose1d.Call(input, weight, bias, stride, padding, extra, groups, dilation);

    internal static Tensor conv_transpose2d(
        Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] extra, long groups,
        long[] dilation) =>
        ConvTranspose2dInput.Call(input, weight, bias, stride, padding, extra, groups, dilation);

    internal static Tensor conv_transpose3d(
        Tensor input, Tensor weight, Tensor? bias, long[] stride, long[] padding, long[] extra, long groups,
        long[] dilation) =>
        ConvTranspose3dInput.Call(input, weight, bias, stride, padding, extra, groups, dilation);
}
