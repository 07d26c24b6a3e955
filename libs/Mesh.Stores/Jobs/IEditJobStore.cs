namespace Mesh.Stores.Jobs;

/// <summary>
/// Every edit, from the moment it is accepted until it is forgotten. Changes are guarded: of several callers who want
/// to change an edit's state one does, and an edit that has ended stays as it is. Times are the database's.
/// </summary>
/// <exception cref="Sql.StoreUnavailableException">From every call: the database does not answer.</exception>
public interface IEditJobStore
{
    /// <summary>Accepts an edit, unless the tenant has one with the same idempotency key, or the same id.</summary>
    /// <returns>The edit, and whether this call made it.</returns>
    /// <exception cref="EditQuotaExceededException">It is new, and the tenant has too much already.</exception>
    Task<(EditJob Job, bool Created)> CreateAsync(
        NewEdit edit, EditQuota? quota = null, CancellationToken cancellation = default);

    /// <summary>An edit, whosever it is, or null.</summary>
    Task<EditJob?> GetAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>An edit of a tenant; another's is null like one that never was.</summary>
    Task<EditJob?> GetAsync(string tenant, Guid id, CancellationToken cancellation = default);

    /// <summary>The edit of a tenant with an idempotency key, or null.</summary>
    Task<EditJob?> FindAsync(string tenant, string idempotencyKey, CancellationToken cancellation = default);

    /// <exception cref="ArgumentException">The cursor is none of ours.</exception>
    Task<EditPage> ListAsync(EditQuery query, CancellationToken cancellation = default);

    /// <summary>From queued to running.</summary>
    /// <returns>Whether this call did it.</returns>
    Task<bool> TryStartAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>From queued or running to succeeded.</summary>
    /// <returns>Whether this call did it.</returns>
    Task<bool> TryFinishAsync(Guid id, EditOutput output, CancellationToken cancellation = default);

    /// <summary>From queued or running to failed.</summary>
    /// <returns>Whether this call did it.</returns>
    Task<bool> TryFailAsync(Guid id, EditError failure, CancellationToken cancellation = default);

    /// <summary>From queued or running to cancelled.</summary>
    /// <returns>Whether this call did it.</returns>
    Task<bool> TryCancelAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Notes how far a running edit has got.</summary>
    /// <returns>Whether it is further than what was noted before.</returns>
    Task<bool> SetProgressAsync(Guid id, EditProgress progress, CancellationToken cancellation = default);

    /// <summary>
    /// Claims the queued edit whose turn it is: of the tenant with the fewest edits on the bus for its weight; of
    /// these the most urgent, then the oldest. Nobody else gets it while the claim lasts.
    /// </summary>
    /// <param name="share">A tenant's part.</param>
    /// <param name="maxRunning">How many edits of all tenants may be on the bus; null is no limit.</param>
    /// <param name="claim">How long until another may have it, unless it is marked dispatched.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>The edit, or null when there is none whose turn it is.</returns>
    Task<EditJob?> NextToDispatchAsync(
        Func<string, DispatchShare> share,
        int? maxRunning,
        TimeSpan claim,
        CancellationToken cancellation = default);

    /// <summary>The bus has the edit.</summary>
    Task MarkDispatchedAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>The bus does not have the edit: its turn may come again, at once.</summary>
    Task ReleaseAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>An edit that has not ended is queued again, as if nothing had been done for it.</summary>
    /// <returns>Whether this call did it.</returns>
    Task<bool> RestartAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>
    /// Takes edits that were handed to the bus longer than <paramref name="silence"/> ago and have not ended for lost
    /// there: they are queued again.
    /// </summary>
    /// <returns>How many there were.</returns>
    Task<int> RequeueAsync(TimeSpan silence, CancellationToken cancellation = default);

    Task<EditCounts> CountsAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>How many edits of all tenants are queued, by priority; a class without any is left out.</summary>
    Task<IReadOnlyDictionary<EditJobPriority, long>> WaitingAsync(CancellationToken cancellation = default);

    /// <summary>Queued edits of the same priority that are older; 0 for one that is not queued.</summary>
    Task<int> QueuePositionAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>The tombstone for workers: whether the edit has failed or was cancelled, so that nobody waits for its
    /// stages. False for an edit that is not known.</summary>
    Task<bool> IsCancelledAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Edits that ended longer than <paramref name="retention"/> ago.</summary>
    Task<IReadOnlyList<Guid>> ExpiredAsync(TimeSpan retention, int limit, CancellationToken cancellation = default);

    /// <summary>Failed and cancelled edits that ended longer than <paramref name="grace"/> ago and whose artifacts
    /// were not collected yet.</summary>
    Task<IReadOnlyList<Guid>> UncollectedAsync(TimeSpan grace, int limit, CancellationToken cancellation = default);

    /// <summary>The artifacts of an ended edit are gone; they count no longer.</summary>
    Task MarkCollectedAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Forgets an edit that has ended.</summary>
    /// <returns>Whether this call did it.</returns>
    Task<bool> ForgetAsync(Guid id, CancellationToken cancellation = default);
}
