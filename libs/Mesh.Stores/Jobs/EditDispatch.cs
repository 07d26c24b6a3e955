using Mesh.Stores.Sql;

namespace Mesh.Stores.Jobs;

/// <summary>Chooses the edit that goes to the bus next, so that tenants share the workers fairly.</summary>
internal sealed class EditDispatch(SqlDatabase database)
{
    private const string OnBus = "(dispatched IS NOT NULL OR claimed_until > @now)";

    public Task<EditJob?> NextAsync(
        Func<string, DispatchShare> share, int? maxRunning, TimeSpan claim, CancellationToken cancellation) =>
        // One after another: counts that two had read at once would let a tenant have more than its share.
        database.WriteAsync(
            "dispatch",
            async (session, token) =>
            {
                var now = (await session.ListAsync($"SELECT {database.Now}", [], row => row.GetInt64(0), token))[0];
                var tenants = await TenantsAsync(session, now, token);
                if (tenants.Sum(tenant => tenant.OnBus) >= maxRunning)
                {
                    return null;
                }

                foreach (var (tenant, _, _) in InTurn(tenants, share))
                {
                    if (await ClaimAsync(session, tenant, now, claim, token) is { } edit)
                    {
                        return edit;
                    }
                }

                return null;
            },
            cancellation);

    private static Task<List<(string Tenant, long OnBus, long Waiting)>> TenantsAsync(
        SqlSession session, long now, CancellationToken cancellation) => session.ListAsync(
            $"""
            SELECT tenant, sum(CASE WHEN {OnBus} THEN 1 ELSE 0 END), sum(CASE WHEN {OnBus} THEN 0 ELSE 1 END)
            FROM edits WHERE state IN (0, 1) GROUP BY tenant
            """,
            [new("now", now)],
            row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)),
            cancellation);

    private static IEnumerable<(string Tenant, long OnBus, long Waiting)> InTurn(
        IEnumerable<(string Tenant, long OnBus, long Waiting)> tenants, Func<string, DispatchShare> share) =>
        from tenant in tenants
        where tenant.Waiting > 0
        let part = share(tenant.Tenant)
        where part.MaxRunning is null || tenant.OnBus < part.MaxRunning
        orderby tenant.OnBus / part.Weight, tenant.Tenant
        select tenant;

    private Task<EditJob?> ClaimAsync(
        SqlSession session, string tenant, long now, TimeSpan claim, CancellationToken cancellation) =>
        session.FirstAsync(
            $"""
            UPDATE edits SET claimed_until = @until WHERE seq = (
                SELECT seq FROM edits
                WHERE tenant = @tenant AND state = 0 AND dispatched IS NULL AND claimed_until <= @now
                ORDER BY priority, seq LIMIT 1 {database.SkipLocked})
            RETURNING {EditRow.Columns}
            """,
            [new("until", now + (long)claim.TotalMilliseconds), new("tenant", tenant), new("now", now)],
            EditRow.Read,
            cancellation);
}
