using System.Data.Common;
using Mesh.Stores.Sql;

namespace Mesh.Stores.Jobs;

/// <summary>Accepts edits: once for each idempotency key, within the tenant's quota.</summary>
internal sealed class EditAdmission(SqlDatabase database)
{
    public const string CountsSql =
        """
        SELECT coalesce(sum(CASE WHEN state = 0 THEN 1 ELSE 0 END), 0),
            coalesce(sum(CASE WHEN state = 1 THEN 1 ELSE 0 END), 0),
            CAST(coalesce(sum(source_bytes + bytes), 0) AS BIGINT)
        FROM edits WHERE tenant = @tenant
        """;

    public static EditCounts ReadCounts(DbDataReader row) =>
        new((int)row.GetInt64(0), (int)row.GetInt64(1), row.GetInt64(2));

    public Task<(EditJob Job, bool Created)> CreateAsync(
        NewEdit edit, EditQuota? quota, CancellationToken cancellation) =>
        // Edits of a tenant are accepted one after another, so that two cannot both take the last place.
        database.WriteAsync(
            "tenant/" + edit.Tenant,
            async (session, token) =>
            {
                if (await FindAsync(session, edit, token) is { } existing)
                {
                    return (existing, false);
                }

                if (quota is not null)
                {
                    await CheckAsync(session, edit, quota, token);
                }

                var created = await session.FirstAsync(
                    InsertSql, Values(edit), EditRow.Read, token);
                return (created!, true);
            },
            cancellation);

    private string InsertSql =>
        $"""
        INSERT INTO edits (id, tenant, idempotency_key, priority, state, options, source_bytes, trace_parent, created)
        VALUES (@id, @tenant, @key, @priority, 0, @options, @source_bytes, @trace, {database.Now})
        RETURNING {EditRow.Columns}
        """;

    private static Task<EditJob?> FindAsync(SqlSession session, NewEdit edit, CancellationToken cancellation) =>
        session.FirstAsync(
            $"""
            SELECT {EditRow.Columns} FROM edits WHERE tenant = @tenant
            AND (id = @id{(edit.IdempotencyKey is null ? "" : " OR idempotency_key = @key")})
            """,
            [
                EditRow.Id(edit.Id), new("tenant", edit.Tenant),
                .. edit.IdempotencyKey is { } key ? [new SqlValue("key", key)] : Array.Empty<SqlValue>(),
            ],
            EditRow.Read,
            cancellation);

    private static async Task CheckAsync(
        SqlSession session, NewEdit edit, EditQuota quota, CancellationToken cancellation)
    {
        var counts = await session.FirstAsync(CountsSql, [new("tenant", edit.Tenant)], ReadCounts, cancellation);
        Check("queued edits", quota.Queued, counts!.Queued + 1);
        Check("stored bytes", quota.StoredBytes, counts.StoredBytes + edit.SourceBytes);
    }

    private static void Check(string quota, long? limit, long used)
    {
        if (used > limit)
        {
            throw new EditQuotaExceededException(quota, limit.Value, used);
        }
    }

    private static SqlValue[] Values(NewEdit edit) =>
    [
        EditRow.Id(edit.Id),
        new("tenant", edit.Tenant),
        new("key", edit.IdempotencyKey),
        new("priority", (int)edit.Priority),
        new("options", edit.Options),
        new("source_bytes", edit.SourceBytes),
        new("trace", edit.TraceParent),
    ];
}
