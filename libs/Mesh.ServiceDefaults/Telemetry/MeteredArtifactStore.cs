using System.Diagnostics;
using Mesh.Stores.Artifacts;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>Counts the bytes that go to and come from an artifact store.</summary>
public sealed class MeteredArtifactStore(IArtifactStore store, MeshInstruments instruments) : IArtifactStore
{
    /// <inheritdoc />
    public Task<bool> ExistsAsync(string key, CancellationToken cancellation = default) =>
        store.ExistsAsync(key, cancellation);

    /// <inheritdoc />
    public Task<ArtifactInfo?> FindAsync(string key, CancellationToken cancellation = default) =>
        store.FindAsync(key, cancellation);

    /// <inheritdoc />
    public async Task WriteAsync(
        string key, Func<Stream, CancellationToken, Task> write, bool replace, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        var bytes = 0L;
        await store.WriteAsync(
            key,
            async (stream, token) =>
            {
                await using var counted = new CountedStream(stream);
                await write(counted, token);
                bytes = counted.Bytes;
            },
            replace,
            cancellation);
        instruments.Transferred(write: true, bytes, Stopwatch.GetElapsedTime(started));
    }

    /// <inheritdoc />
    public async Task WriteFileAsync(
        string key, string path, bool replace, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        var bytes = new FileInfo(path).Length;
        await store.WriteFileAsync(key, path, replace, cancellation);
        instruments.Transferred(write: true, bytes, Stopwatch.GetElapsedTime(started));
    }

    /// <inheritdoc />
    public async Task<Stream> OpenReadAsync(string key, long offset = 0, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        return new CountedStream(
            await store.OpenReadAsync(key, offset, cancellation),
            bytes => instruments.Transferred(write: false, bytes, Stopwatch.GetElapsedTime(started)));
    }

    /// <inheritdoc />
    public async Task<string> FetchAsync(string key, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        var path = await store.FetchAsync(key, cancellation);
        instruments.Transferred(write: false, new FileInfo(path).Length, Stopwatch.GetElapsedTime(started));
        return path;
    }

    /// <inheritdoc />
    public Task DeleteAsync(string prefix, CancellationToken cancellation = default) =>
        store.DeleteAsync(prefix, cancellation);

    /// <inheritdoc />
    public IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, CancellationToken cancellation = default) =>
        store.ListAsync(prefix, cancellation);

    /// <inheritdoc />
    public Task<int> SweepAsync(TimeSpan age, CancellationToken cancellation = default) =>
        store.SweepAsync(age, cancellation);
}
