using static TorchSharp.torch;

namespace Mesh.Nn;

/// <summary>Keeps the rotary table of the last grid: every call of one run has the same.</summary>
public sealed class RopeCache(IReadOnlyList<int> channels, double theta, double scale) : IDisposable
{
    private (string Key, Rope Rope)? _last;

    /// <returns>Owned by the cache, valid until the next call with another grid or device.</returns>
    public Rope At(IReadOnlyList<long> sizes, Device device)
    {
        var key = $"{device} {string.Join('x', sizes)}";
        if (_last is not { } last || last.Key != key)
        {
            Dispose();
            _last = last = (key, Rope.OfGrid(sizes, channels, theta, scale, device));
        }

        return last.Rope;
    }

    public void Dispose()
    {
        _last?.Rope.Dispose();
        _last = null;
    }
}
