using static TorchSharp.torch;

namespace Mesh.Nn;

/// <summary>Keeps the rotary table of the last grid: every call of one run has the same.</summary>
public sealed class RopeCache(IReadOnlyList<int> channels, double theta, double scale) : IDisposable
{
    private (string Key, Rope Rope)? _last;

    /// <param name="sizes">Cells per axis.</param>
    /// <param name="device">Where the table lies.</param>
    /// <param name="part">First cell and number of cells that are wanted; null for all.</param>
    /// <returns>Owned by the cache, valid until the next call with other arguments.</returns>
    public Rope At(IReadOnlyList<long> sizes, Device device, (long Start, long Count)? part = null)
    {
        var key = $"{device} {string.Join('x', sizes)} {part}";
        if (_last is not { } last || last.Key != key)
        {
            Dispose();
            _last = last = (key, Make(sizes, device, part));
        }

        return last.Rope;
    }

    public void Dispose()
    {
        _last?.Rope.Dispose();
        _last = null;
    }

    private Rope Make(IReadOnlyList<long> sizes, Device device, (long Start, long Count)? part)
    {
        var whole = Rope.OfGrid(sizes, channels, theta, scale, device);
        if (part is not var (start, count))
            return whole;
        using (whole)
            return whole.Part(start, count);
    }
}
