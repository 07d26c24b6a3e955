using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Pools.</summary>
internal static partial class Aten
{
    private static readonly Op AvgPool1d = new("avg_pool1d");
    private static readonly Op AvgPool2d = new("avg_pool2d");
    private static readonly Op AvgPool3d = new("avg_pool3d");
    private static readonly Op MaxPool1d = new("max_pool1d");
    private static readonly Op MaxPool2d = new("max_pool2d");
    private static readonly Op MaxPool3d = new("max_pool3d");
    private static readonly Op AdaptiveAvgPool1d = new("adaptive_avg_pool1d");
    private static readonly Op AdaptiveAvgPool2d = new("adaptive_avg_pool2d");
    private static readonly Op AdaptiveAvgPool3d = new("adaptive_avg_pool3d");

    internal static Tensor avg_pool1d(
        Tensor input, long[] kernel, long[] stride, long[] padding, bool ceil, bool count_pad) =>
        AvgPool1d.Call(input, kernel, stride, padding, ceil, count_pad);

    internal static Tensor avg_pool2d(
        Tensor input, long[] kernel, long[] stride, long[] padding, bool ceil, bool count_pad, long? divisor) =>
        AvgPool2d.Call(input, kernel, stride, padding, ceil, count_pad, divisor);

    internal static Tensor avg_pool3d(
        Tensor input, long[] kernel, long[] stride, long[] padding, bool ceil, bool count_pad, long? divisor) =>
        AvgPool3d.Call(input, kernel, stride, padding, ceil, count_pad, divisor);

    internal static Tensor max_pool1d(
        Tensor input, long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil) =>
        MaxPool1d.Call(input, kernel, stride, padding, dilation, ceil);

    internal static Tensor max_pool2d(
        Tensor input, long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil) =>
        MaxPool2d.Call(input, kernel, stride, padding, dilation, ceil);

    internal static Tensor max_pool3d(
        Tensor input, long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil) =>
        MaxPool3d.Call(input, kernel, stride, padding, dilation, ceil);

    internal static Tensor adaptive_avg_pool1d(Tensor input, long[] size) => AdaptiveAvgPool1d.Call(input, size);

    internal static Tensor adaptive_avg_pool2d(Tensor input, long[] size) => AdaptiveAvgPool2d.Call(input, size);

    internal static Tensor adaptive_avg_pool3d(Tensor input, long[] size) => AdaptiveAvgPool3d.Call(input, size);
}
