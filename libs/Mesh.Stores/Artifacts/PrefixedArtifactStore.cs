using System.Runtime.CompilerServices;

namespace Mesh.Stores.Artifacts;

/// <summary>The artifacts below one key of another store, which know nothing of it.</summary>
/// <param name="inner">Where they are.</param>
/// <param name="prefix">The key.</param>
public sealed class PrefixedArtifactStore(IArtifactStore inner, string prefix) : IArtifactStore
{
    private readonly string _prefix = ArtifactKey.CheckedPrefix(prefix) + "/";

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation = default) =>
        inner.ExistsAsync(Inner(key), cancellation);

    public async Task<ArtifactInfo?> FindAsync(string key, CancellationToken cancellation = default) =>
        await inner.FindAsync(Inner(key), cancellation) is { } found ? found with { Key = key } : null;

    public Task WriteAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        bool replace,
        CancellationToken cancellation = default) =>
        inner.WriteAsync(Inner(key), write, replace, cancellation);

    public Task WriteFileAsync(string key, string path, bool replace, CancellationToken cancellation = default) =>
        inner.WriteFileAsync(Inner(key), path, replace, cancellation);

    public Task<Stream> OpenReadAsync(string key, long offset = 0, CancellationToken cancellation = default) =>
        NamedAsync(key, () => inner.OpenReadAsync(Inner(key), offset, cancellation));

    public Task<string> FetchAsync(string key, CancellationToken cancellation = default) =>
        NamedAsync(key, () => inner.FetchAsync(Inner(key), cancellation));

    public Task DeleteAsync(string prefix, CancellationToken cancellation = default) =>
        inner.DeleteAsync(_prefix + ArtifactKey.CheckedPrefix(prefix), cancellation);

    public async IAsyncEnumerable<ArtifactInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var below = prefix.Length == 0 ? _prefix : _prefix + ArtifactKey.CheckedPrefix(prefix);
        await foreach (var found in inner.ListAsync(below, cancellation))
        {
            if (found.Key.StartsWith(_prefix, StringComparison.Ordinal))
                yield return found with { Key = found.Key[_prefix.Length..] };
        }
    }

    public Task<int> SweepAsync(TimeSpan age, CancellationToken cancellation = default) =>
        inner.SweepAsync(age, cancellation);

    // What is not there is told by the name that was asked for.
    private static async Task<T> NamedAsync<T>(string key, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ArtifactNotFoundException error)
        {
            throw new ArtifactNotFoundException(key, error);
        }
    }

    // Checked before it is joined: nothing leads out of the prefix.
    private string Inner(string key) => _prefix + ArtifactKey.Checked(key);
}
