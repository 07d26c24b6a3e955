// C channels, T frames, H and W sides of a padded video

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mesh.Models.CausalVae3d;

/// <summary>
/// The convolution of one small video as that of two: its upper and its lower rows. libtorch's own CPU convolution,
/// which it takes for a single small video, is several times slower than oneDNN's, which it takes for two.
/// </summary>
internal static class RowHalves
{
    // libtorch (aten/src/ATen/native/Convolution.cpp, use_mkldnn) takes oneDNN for single videos beyond this C T H.
    private const long LargeEnough = 20480;

    // With fewer cells in its output the weights cost more to reorder than the convolution itself.
    private const long FewCells = 24;

    /// <param name="padded">[B, C, T, H, W] with its edges.</param>
    /// <param name="conv">A convolution without padding.</param>
    public static bool Suit(Tensor padded, Conv3d conv)
    {
        if (padded.device_type != TorchSharp.DeviceType.CPU || padded.dtype != ScalarType.Float32)
            return false;
        if (padded.shape is not [1, var C, var T, var H, var W] || conv.weight.shape[3] == 1)
            return false;
        var (frames, rows, columns) = (Length(T, conv, 0), Length(H, conv, 1), Length(W, conv, 2));
        return C * T * H <= LargeEnough && rows % 2 == 0 && frames * rows * columns >= FewCells;
    }

    /// <param name="padded">[1, C, T, H, W], for which <see cref="Suit"/> holds.</param>
    /// <param name="conv">A convolution without padding.</param>
    /// <returns>What <paramref name="conv"/> makes of it.</returns>
    public static Tensor Convolve(Tensor padded, Conv3d conv)
    {
        using var scope = NewDisposeScope();
        var (kernel, stride) = (conv.weight.shape[3], conv.stride[1]);
        var half = Length(padded.shape[3], conv, 1) / 2;
        var seen = stride * (half - 1) + kernel;
        var halves = cat([padded.narrow(3, 0, seen), padded.narrow(3, stride * half, seen)], 0);
        var y = conv.call(halves);
        return cat([y.narrow(0, 0, 1), y.narrow(0, 1, 1)], 3).MoveToOuterDisposeScope();
    }

    // Of the output along T, H or W.
    private static long Length(long padded, Conv3d conv, int axis) =>
        (padded - conv.weight.shape[2 + axis]) / conv.stride[axis] + 1;
}
