using System.Data.Common;
using System.Globalization;
using Mesh.Stores.Sql;

namespace Mesh.Stores.Curation;

/// <summary>Jobs in SQLite or PostgreSQL. Counters are kept beside the rows they count, so a job may have many films.
/// </summary>
public sealed class SqlCurationJobStore(SqlDatabase database) : ICurationJobStore
{
    private const string Turn = "curation";
    private const string Columns =
        "seq, id, name, recipe, state, sources, looked, made, samples, error, created, ended";

    public async Task<CurationJob> SubmitAsync(
        Guid id, string name, string recipe, IReadOnlyList<string> sources, CancellationToken cancellation = default) =>
        await database.WriteAsync(
            Turn,
            async (session, token) =>
            {
                var fresh = await session.ExecuteAsync(
                    $"""
                     INSERT INTO curation_jobs (id, name, recipe, state, sources, created)
                     VALUES (@id, @name, @recipe, 0, @sources, {database.Now}) ON CONFLICT (id) DO NOTHING
                     """,
                    [new("id", Text(id)), new("name", name), new("recipe", recipe), new("sources", sources.Count)],
                    token);
                for (var number = 0; fresh > 0 && number < sources.Count; number++)
                {
                    await session.ExecuteAsync(
                        "INSERT INTO curation_sources (job, number, path) VALUES (@job, @number, @path)",
                        [new("job", Text(id)), new("number", number), new("path", sources[number])], token);
                }
                return (await session.FirstAsync(Find, [new("id", Text(id))], Read, token))!;
            },
            cancellation);

    public Task<CurationJob?> FindAsync(Guid id, CancellationToken cancellation = default) =>
        database.FirstAsync(Find, [new("id", Text(id))], Read, cancellation);

    public async Task<IReadOnlyList<CurationJob>> ListAsync(
        int count, long? before, CancellationToken cancellation = default) => await database.ListAsync(
            $"SELECT {Columns} FROM curation_jobs WHERE seq < @before ORDER BY seq DESC LIMIT @count",
            [new("before", before ?? long.MaxValue), new("count", count)], Read, cancellation);

    public async Task<IReadOnlyList<CurationSource>> SourcesAsync(Guid id, CancellationToken cancellation = default) =>
        await database.ListAsync(
            "SELECT number, path, hash FROM curation_sources WHERE job = @job ORDER BY number",
            [new("job", Text(id))], ReadSource, cancellation);

    public Task<CurationSource?> SourceAsync(Guid id, int number, CancellationToken cancellation = default) =>
        database.FirstAsync(
            "SELECT number, path, hash FROM curation_sources WHERE job = @job AND number = @number",
            [new("job", Text(id)), new("number", number)], ReadSource, cancellation);

    public Task<CurationJob> LookedAsync(
        Guid id, int number, string hash, CancellationToken cancellation = default) => CountAsync(
            id,
            "UPDATE curation_sources SET looked = 1, hash = @hash WHERE job = @job AND number = @number AND looked = 0",
            [new("job", Text(id)), new("number", number), new("hash", hash)],
            "UPDATE curation_jobs SET looked = looked + 1 WHERE id = @id", [new("id", Text(id))], cancellation);

    public Task<CurationJob> MadeAsync(
        Guid id, int number, int samples, CancellationToken cancellation = default) => CountAsync(
            id,
            "UPDATE curation_sources SET made = 1 WHERE job = @job AND number = @number AND made = 0",
            [new("job", Text(id)), new("number", number)],
            "UPDATE curation_jobs SET made = made + 1, samples = samples + @samples WHERE id = @id",
            [new("id", Text(id)), new("samples", samples)], cancellation);

    public async Task<bool> AdvanceAsync(
        Guid id, CurationState from, CurationState to, string? error = null,
        CancellationToken cancellation = default) =>
        await database.ExecuteAsync(
            $"""
             UPDATE curation_jobs SET state = @to, error = COALESCE(@error, error),
                 ended = CASE WHEN @to >= {(int)CurationState.Completed} THEN {database.Now} ELSE ended END
             WHERE id = @id AND state = @from
             """,
            [new("id", Text(id)), new("from", (int)from), new("to", (int)to), new("error", error)],
            cancellation) > 0;

    private const string Find = $"SELECT {Columns} FROM curation_jobs WHERE id = @id";

    private Task<CurationJob> CountAsync(
        Guid id, string mark, IReadOnlyList<SqlValue> marked, string count, IReadOnlyList<SqlValue> counted,
        CancellationToken cancellation) => database.WriteAsync(
            Turn,
            async (session, token) =>
            {
                if (await session.ExecuteAsync(mark, marked, token) > 0)
                    await session.ExecuteAsync(count, counted, token);
                return await session.FirstAsync(Find, [new("id", Text(id))], Read, token)
                    ?? throw new InvalidOperationException($"There is no curation job {id}.");
            },
            cancellation);

    private static string Text(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);

    private static CurationSource ReadSource(DbDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2));

    private static CurationJob Read(DbDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Id = Guid.Parse(row.GetString(1), CultureInfo.InvariantCulture),
        Name = row.GetString(2),
        Recipe = row.GetString(3),
        State = (CurationState)row.GetInt32(4),
        Sources = row.GetInt32(5),
        Looked = row.GetInt32(6),
        Made = row.GetInt32(7),
        Samples = row.GetInt32(8),
        Error = row.IsDBNull(9) ? null : row.GetString(9),
        Created = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(10)),
        Ended = row.IsDBNull(11) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(11)),
    };
}
