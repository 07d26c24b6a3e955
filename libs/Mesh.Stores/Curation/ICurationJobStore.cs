namespace Mesh.Stores.Curation;

/// <summary>
/// Curation jobs, shared by all workers. Every change is guarded, so what is told twice counts once.
/// </summary>
/// <exception cref="Sql.StoreUnavailableException">From every call: the database cannot be reached.</exception>
public interface ICurationJobStore
{
    /// <summary>Writes a job down; one of that id stays as it is.</summary>
    Task<CurationJob> SubmitAsync(
        Guid id, string name, string recipe, IReadOnlyList<string> sources, CancellationToken cancellation = default);

    Task<CurationJob?> FindAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Newest first, those before a sequence number; null for the newest of all.</summary>
    Task<IReadOnlyList<CurationJob>> ListAsync(int count, long? before, CancellationToken cancellation = default);

    /// <summary>Films of a job, in their order.</summary>
    Task<IReadOnlyList<CurationSource>> SourcesAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>One film of a job, or null.</summary>
    Task<CurationSource?> SourceAsync(Guid id, int number, CancellationToken cancellation = default);

    /// <summary>A film was looked at.</summary>
    /// <returns>The job after that.</returns>
    Task<CurationJob> LookedAsync(Guid id, int number, string hash, CancellationToken cancellation = default);

    /// <summary>The samples of a film were made.</summary>
    /// <returns>The job after that.</returns>
    Task<CurationJob> MadeAsync(Guid id, int number, int samples, CancellationToken cancellation = default);

    /// <summary>Goes from one state to the next.</summary>
    /// <returns>Whether this call did it.</returns>
    Task<bool> AdvanceAsync(
        Guid id, CurationState from, CurationState to, string? error = null, CancellationToken cancellation = default);
}
