using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Pictures and bytes of golden files.</summary>
internal static class PixelGolden
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>A recorded picture, [H, W, 3].</summary>
    public static RgbImage Image(Golden golden, string name)
    {
        using var scope = NewDisposeScope();
        var tensor = golden[name];
        return new RgbImage((int)tensor.shape[1], (int)tensor.shape[0], tensor.flatten().data<byte>().ToArray());
    }

    public static long[] Integers(Golden golden, string name)
    {
        using var scope = NewDisposeScope();
        return golden[name].flatten().data<long>().ToArray();
    }

    public static float[] Numbers(Golden golden, string name)
    {
        using var scope = NewDisposeScope();
        return golden[name].flatten().data<float>().ToArray();
    }

    /// <summary>CRC-32 as zlib computes it.</summary>
    public static long Crc32(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ ((sum & 1) * Polynomial);
        }

        return ~sum;
    }
}
