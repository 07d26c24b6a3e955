namespace Mesh.Stores.Leases;

/// <summary>
/// Names that one process at a time may hold. The database's clock decides when a lease ends, so clocks of machines
/// need not agree.
/// </summary>
/// <exception cref="Sql.StoreUnavailableException">From every call: the database cannot be reached.</exception>
public interface ILeaseStore
{
    /// <summary>Takes the lease when nobody has it, or when its holder has not renewed it in time.</summary>
    /// <param name="name">What is leased.</param>
    /// <param name="owner">Who takes it, for people who look; holding is bound to the returned object alone.</param>
    /// <param name="duration">How long it lasts unless renewed, from one second on; it is renewed every third.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>The lease, or null while another holds it.</returns>
    Task<ILease?> TryAcquireAsync(
        string name, string owner, TimeSpan duration, CancellationToken cancellation = default);

    /// <summary>Who holds the lease now, or null.</summary>
    Task<string?> OwnerAsync(string name, CancellationToken cancellation = default);

    /// <summary>Deletes leases that ended longer than <paramref name="age"/> ago, left by processes that died.
    /// </summary>
    Task<int> SweepAsync(TimeSpan age, CancellationToken cancellation = default);
}
