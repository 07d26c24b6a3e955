namespace Mesh.ServiceDefaults.Auth;

/// <summary>
/// A provider's keys, kept for a while. A new one is found at once, a withdrawn one is forgotten within
/// <see cref="OidcOptions.RefreshAfter"/>; a provider that is down is served from what is known.
/// </summary>
internal sealed class SigningKeys(OidcOptions options, KeySource source, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Snapshot? _known;
    private long _attempted = long.MinValue;

    /// <summary>The key of this id, or null when the provider has none.</summary>
    /// <exception cref="ProviderUnavailableException">No key is known, and none can be read.</exception>
    public async Task<SigningKey?> FindAsync(string id, CancellationToken cancellation)
    {
        var known = _known;
        if (known is null || Age(known.Read) >= options.RefreshAfter || !known.Keys.ContainsKey(id))
        {
            known = await RefreshAsync(known, cancellation);
        }

        return known.Keys.GetValueOrDefault(id);
    }

    public void Dispose() => _reading.Dispose();

    private async Task<Snapshot> RefreshAsync(Snapshot? seen, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_known is { } fresh && (fresh != seen || Age(_attempted) < options.RefreshAtMost))
            {
                return fresh;
            }

            _attempted = time.GetTimestamp();
            return _known = new Snapshot(await source.ReadAsync(cancellation), _attempted);
        }
        catch (ProviderUnavailableException) when (_known is not null)
        {
            return _known;
        }
        finally
        {
            _reading.Release();
        }
    }

    private TimeSpan Age(long since) => since == long.MinValue ? TimeSpan.MaxValue : time.GetElapsedTime(since);

    private sealed record Snapshot(Dictionary<string, SigningKey> Keys, long Read);
}
