namespace Mesh.Stores.Artifacts;

/// <summary>
/// Files that outlive the process which wrote them, by key. An artifact is there as a whole or not at all, whoever
/// else writes, reads or dies at the same time. Keys obey <see cref="ArtifactKey"/>.
/// </summary>
/// <exception cref="ArtifactStoreException">From every call: the store cannot do it, with the cause.</exception>
public interface IArtifactStore
{
    /// <summary>Whether there is an artifact of this key.</summary>
    Task<bool> ExistsAsync(string key, CancellationToken cancellation = default);

    /// <summary>Size and age of an artifact, or null when there is none.</summary>
    Task<ArtifactInfo?> FindAsync(string key, CancellationToken cancellation = default);

    /// <summary>Writes an artifact, durable once the task has ended. A <paramref name="write"/> that throws leaves
    /// nothing.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="write">Writes the bytes; the stream need not seek.</param>
    /// <param name="replace">False keeps an artifact that is already there: the first complete write wins.</param>
    /// <param name="cancellation">Leaves what was there before.</param>
    Task WriteAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        bool replace,
        CancellationToken cancellation = default);

    /// <summary>As <see cref="WriteAsync"/>, from a finished local file, which is gone afterwards.</summary>
    Task WriteFileAsync(string key, string path, bool replace, CancellationToken cancellation = default);

    /// <summary>Reads an artifact; a replacement while it is being read does not mix into what is read.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="offset">Bytes to leave out at the start, 0 to the size.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="ArtifactNotFoundException">There is none.</exception>
    Task<Stream> OpenReadAsync(string key, long offset = 0, CancellationToken cancellation = default);

    /// <summary>A local file with the artifact's bytes, to be mapped or handed to a program. Never write to it.
    /// </summary>
    /// <exception cref="ArtifactNotFoundException">There is none.</exception>
    Task<string> FetchAsync(string key, CancellationToken cancellation = default);

    /// <summary>Deletes the artifact named <paramref name="prefix"/> and all below it. None is no error.</summary>
    Task DeleteAsync(string prefix, CancellationToken cancellation = default);

    /// <summary>The artifact named <paramref name="prefix"/> and all below it, in no order; all for "".</summary>
    IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, CancellationToken cancellation = default);

    /// <summary>Deletes what writes that never ended have left, untouched for <paramref name="age"/>.</summary>
    /// <returns>How many leftovers there were.</returns>
    Task<int> SweepAsync(TimeSpan age, CancellationToken cancellation = default);
}
