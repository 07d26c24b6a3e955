namespace Mesh.Stores.Sql;

/// <summary>The tables, as steps from one version to the next. A released step never changes; a change adds one.
/// </summary>
internal static class Schema
{
    private static readonly Func<SqlDatabase, string>[] Steps =
    [
        database => $"""
            CREATE TABLE edits (
                seq {database.CountingKey},
                id TEXT NOT NULL UNIQUE,
                tenant TEXT NOT NULL,
                idempotency_key TEXT,
                priority INTEGER NOT NULL,
                state INTEGER NOT NULL,
                options TEXT NOT NULL,
                source_bytes BIGINT NOT NULL,
                trace_parent TEXT,
                stage INTEGER NOT NULL DEFAULT 0,
                step INTEGER NOT NULL DEFAULT 0,
                steps INTEGER NOT NULL DEFAULT 0,
                window_number INTEGER NOT NULL DEFAULT 1,
                windows INTEGER NOT NULL DEFAULT 1,
                error_code INTEGER,
                error_message TEXT,
                error_field TEXT,
                output_key TEXT,
                report TEXT,
                bytes BIGINT NOT NULL DEFAULT 0,
                sha256 TEXT,
                media_type TEXT,
                created BIGINT NOT NULL,
                started BIGINT,
                ended BIGINT,
                claimed_until BIGINT NOT NULL DEFAULT 0,
                dispatched BIGINT,
                collected INTEGER NOT NULL DEFAULT 0
            );
            CREATE UNIQUE INDEX edits_by_idempotency ON edits (tenant, idempotency_key)
                WHERE idempotency_key IS NOT NULL;
            CREATE INDEX edits_by_tenant ON edits (tenant, seq);
            CREATE INDEX edits_open ON edits (tenant, priority, seq) WHERE state < 2;
            CREATE INDEX edits_ended ON edits (ended) WHERE state >= 2;
            CREATE TABLE leases (
                name TEXT PRIMARY KEY,
                owner TEXT NOT NULL,
                holder TEXT NOT NULL,
                expires BIGINT NOT NULL
            );
            """,
        database => $"""
            CREATE TABLE curation_jobs (
                seq {database.CountingKey},
                id TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                recipe TEXT NOT NULL,
                state INTEGER NOT NULL,
                sources INTEGER NOT NULL,
                looked INTEGER NOT NULL DEFAULT 0,
                made INTEGER NOT NULL DEFAULT 0,
                samples INTEGER NOT NULL DEFAULT 0,
                error TEXT,
                created BIGINT NOT NULL,
                ended BIGINT
            );
            CREATE TABLE curation_sources (
                job TEXT NOT NULL,
                number INTEGER NOT NULL,
                path TEXT NOT NULL,
                hash TEXT,
                looked INTEGER NOT NULL DEFAULT 0,
                made INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (job, number)
            );
            """,
        database => $"""
            CREATE TABLE checkpoints (
                seq {database.CountingKey},
                model TEXT NOT NULL,
                version TEXT NOT NULL,
                location TEXT NOT NULL,
                refused TEXT,
                published BIGINT NOT NULL,
                UNIQUE (model, version)
            );
            """,
    ];

    public static int Version => Steps.Length;

    /// <summary>Brings the tables up to date; does nothing when they are.</summary>
    /// <exception cref="InvalidOperationException">A newer release made the tables.</exception>
    public static Func<SqlSession, CancellationToken, Task<int>> MigrateAsync(SqlDatabase database) =>
        async (session, cancellation) =>
        {
            await session.ExecuteAsync(
                "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)", [], cancellation);
            var found = await session.ListAsync(
                "SELECT version FROM schema_version", [], row => row.GetInt32(0), cancellation);
            var version = found.DefaultIfEmpty(0).Max();
            if (version > Version)
            {
                throw new InvalidOperationException(
                    $"{database.Name} has schema version {version}, made by a newer release; this one knows up to "
                    + $"{Version}. Start that release, or give this one a database of its own.");
            }

            foreach (var step in Steps[version..])
            {
                await session.ExecuteAsync(step(database), [], cancellation);
            }

            if (version < Version)
            {
                await session.ExecuteAsync("DELETE FROM schema_version", [], cancellation);
                await session.ExecuteAsync(
                    "INSERT INTO schema_version VALUES (@version)", [new("version", Version)], cancellation);
            }

            return Version;
        };
}
