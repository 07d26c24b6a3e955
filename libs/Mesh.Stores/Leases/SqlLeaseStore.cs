using Mesh.Stores.Sql;

namespace Mesh.Stores.Leases;

/// <summary>Leases as rows of a database.</summary>
public sealed class SqlLeaseStore(SqlDatabase database) : ILeaseStore
{
    /// <summary>Shortest lease: time for three renewals over a busy database.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromSeconds(1);

    public async Task<ILease?> TryAcquireAsync(
        string name, string owner, TimeSpan duration, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(owner);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, MinDuration);

        var holder = Guid.NewGuid().ToString("N");
        var asked = TimeProvider.System.GetTimestamp();
        var rows = await database.ExecuteAsync(
            $"""
            INSERT INTO leases (name, owner, holder, expires)
            VALUES (@name, @owner, @holder, {database.Now} + @duration)
            ON CONFLICT (name) DO UPDATE
            SET owner = excluded.owner, holder = excluded.holder, expires = {database.Now} + @duration
            WHERE leases.expires <= {database.Now}
            """,
            [new("name", name), new("owner", owner), new("holder", holder), new("duration", Milliseconds(duration))],
            cancellation);
        return rows == 0 ? null : new SqlLease(this, name, holder, duration, asked);
    }

    public Task<string?> OwnerAsync(string name, CancellationToken cancellation = default) => database.FirstAsync(
        $"SELECT owner FROM leases WHERE name = @name AND expires > {database.Now}",
        [new("name", name)],
        row => row.GetString(0),
        cancellation);

    public Task<int> SweepAsync(TimeSpan age, CancellationToken cancellation = default) => database.ExecuteAsync(
        $"DELETE FROM leases WHERE expires <= {database.Now} - @age", [new("age", Milliseconds(age))], cancellation);

    /// <summary>Whether the lease was still this holder's, and now is for another duration.</summary>
    internal async Task<bool> RenewAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellation) => await database.ExecuteAsync(
            $"""
            UPDATE leases SET expires = {database.Now} + @duration
            WHERE name = @name AND holder = @holder AND expires > {database.Now}
            """,
            [new("duration", Milliseconds(duration)), new("name", name), new("holder", holder)],
            cancellation) > 0;

    internal Task ReleaseAsync(string name, string holder) => database.ExecuteAsync(
        "DELETE FROM leases WHERE name = @name AND holder = @holder",
        [new("name", name), new("holder", holder)],
        CancellationToken.None);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
