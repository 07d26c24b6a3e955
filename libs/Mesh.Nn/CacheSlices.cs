using static TorchSharp.torch;

namespace Mesh.Nn;

/// <summary>Ranges of the first dimension so small that float32 temporaries stay in a core's cache.</summary>
internal static class CacheSlices
{
    private const long Elements = 1L << 17;

    /// <returns>Start and length of each range, in order; one range for all on other devices than a CPU.</returns>
    public static IEnumerable<(long Start, long Count)> Of(Tensor x)
    {
        var rows = x.shape[0];
        var perSlice = x.device_type == TorchSharp.DeviceType.CPU
            ? Math.Max(1, rows * Elements / Math.Max(1, x.numel()))
            : rows;
        for (var start = 0L; start < rows; start += perSlice)
            yield return (start, Math.Min(perSlice, rows - start));
    }
}
