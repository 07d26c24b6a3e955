using System.Globalization;
using Mesh.Stores.Sql;

namespace Mesh.Stores.Jobs;

/// <summary>Edits as rows of a database.</summary>
public sealed class SqlEditJobStore(SqlDatabase database) : IEditJobStore
{
    private const string Open = "state IN (0, 1)", Ended = "state >= 2";

    private readonly EditAdmission _admission = new(database);
    private readonly EditDispatch _dispatch = new(database);

    public Task<(EditJob Job, bool Created)> CreateAsync(
        NewEdit edit, EditQuota? quota = null, CancellationToken cancellation = default) =>
        _admission.CreateAsync(edit, quota, cancellation);

    public Task<EditJob?> GetAsync(Guid id, CancellationToken cancellation = default) => database.FirstAsync(
        $"SELECT {EditRow.Columns} FROM edits WHERE id = @id", [EditRow.Id(id)], EditRow.Read, cancellation);

    public Task<EditJob?> GetAsync(string tenant, Guid id, CancellationToken cancellation = default) =>
        database.FirstAsync(
            $"SELECT {EditRow.Columns} FROM edits WHERE id = @id AND tenant = @tenant",
            [EditRow.Id(id), new("tenant", tenant)],
            EditRow.Read,
            cancellation);

    public Task<EditJob?> FindAsync(string tenant, string idempotencyKey, CancellationToken cancellation = default) =>
        database.FirstAsync(
            $"SELECT {EditRow.Columns} FROM edits WHERE tenant = @tenant AND idempotency_key = @key",
            [new("tenant", tenant), new("key", idempotencyKey)],
            EditRow.Read,
            cancellation);

    public async Task<EditPage> ListAsync(EditQuery query, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        var rows = await database.ListAsync(
            $"""
            SELECT {EditRow.Columns} FROM edits WHERE tenant = @tenant AND seq < @before
            {(query.State is null ? "" : "AND state = @state")} ORDER BY seq DESC LIMIT @limit
            """,
            [
                new("tenant", query.Tenant), new("before", Before(query.Cursor)), new("limit", query.PageSize + 1L),
                .. query.State is { } state ? [new SqlValue("state", (int)state)] : Array.Empty<SqlValue>(),
            ],
            row => (Edit: EditRow.Read(row), Cursor: EditRow.Cursor(row)),
            cancellation);
        return new EditPage(
            [.. rows.Take(query.PageSize).Select(row => row.Edit)],
            rows.Count > query.PageSize ? rows[query.PageSize - 1].Cursor : null);
    }

    public Task<bool> TryStartAsync(Guid id, CancellationToken cancellation = default) =>
        ChangeAsync(id, $"state = 1, started = {database.Now}", "state = 0", [], cancellation);

    public Task<bool> TryFinishAsync(Guid id, EditOutput output, CancellationToken cancellation = default) =>
        ChangeAsync(
            id,
            $"state = 2, ended = {database.Now}, output_key = @key, bytes = @bytes, sha256 = @sha256, "
            + "media_type = @type, report = @report",
            Open,
            [
                new("key", output.Key), new("bytes", output.Bytes), new("sha256", output.Sha256),
                new("type", output.MediaType), new("report", output.Report),
            ],
            cancellation);

    public Task<bool> TryFailAsync(Guid id, EditError failure, CancellationToken cancellation = default) =>
        ChangeAsync(
            id,
            $"state = 3, ended = {database.Now}, error_code = @code, error_message = @message, error_field = @field",
            Open,
            [new("code", failure.Code), new("message", failure.Message), new("field", failure.Field)],
            cancellation);

    public Task<bool> TryCancelAsync(Guid id, CancellationToken cancellation = default) =>
        ChangeAsync(id, $"state = 4, ended = {database.Now}", Open, [], cancellation);

    public Task<bool> SetProgressAsync(Guid id, EditProgress progress, CancellationToken cancellation = default) =>
        ChangeAsync(
            id,
            "stage = @stage, step = @step, steps = @steps, window_number = @window, windows = @windows",
            "state = 1 AND (stage < @stage OR (stage = @stage AND (window_number < @window "
            + "OR (window_number = @window AND (step < @step OR (step = @step AND steps <> @steps))))))",
            [
                new("stage", progress.Stage), new("step", progress.Step), new("steps", progress.Steps),
                new("window", progress.Window), new("windows", progress.Windows),
            ],
            cancellation);

    public Task<EditJob?> NextToDispatchAsync(
        Func<string, DispatchShare> share,
        int? maxRunning,
        TimeSpan claim,
        CancellationToken cancellation = default) =>
        _dispatch.NextAsync(share, maxRunning, claim, cancellation);

    public Task MarkDispatchedAsync(Guid id, CancellationToken cancellation = default) =>
        ChangeAsync(id, $"dispatched = {database.Now}, claimed_until = 0", "dispatched IS NULL", [], cancellation);

    public Task ReleaseAsync(Guid id, CancellationToken cancellation = default) =>
        ChangeAsync(id, "dispatched = NULL, claimed_until = 0", "state = 0", [], cancellation);

    public Task<bool> RestartAsync(Guid id, CancellationToken cancellation = default) =>
        ChangeAsync(
            id,
            "state = 0, dispatched = NULL, claimed_until = 0, stage = 0, step = 0, steps = 0, window_number = 1, "
            + "windows = 1",
            Open,
            [],
            cancellation);

    public Task<int> RequeueAsync(TimeSpan silence, CancellationToken cancellation = default) => database.ExecuteAsync(
        $"UPDATE edits SET dispatched = NULL, claimed_until = 0, state = 0 "
        + $"WHERE {Open} AND dispatched <= {database.Now} - @silence",
        [new("silence", (long)silence.TotalMilliseconds)],
        cancellation);

    public async Task<EditCounts> CountsAsync(string tenant, CancellationToken cancellation = default) =>
        (await database.FirstAsync(
            EditAdmission.CountsSql, [new("tenant", tenant)], EditAdmission.ReadCounts, cancellation))!;

    public async Task<IReadOnlyDictionary<EditJobPriority, long>> WaitingAsync(
        CancellationToken cancellation = default) =>
        (await database.ListAsync(
            "SELECT priority, count(*) FROM edits WHERE state = 0 GROUP BY priority",
            [],
            row => ((EditJobPriority)row.GetInt32(0), row.GetInt64(1)),
            cancellation))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public async Task<int> QueuePositionAsync(Guid id, CancellationToken cancellation = default) =>
        (await database.ListAsync(
            """
            SELECT count(*) FROM edits AS mine JOIN edits AS ahead ON ahead.state = 0
                AND ahead.priority = mine.priority AND ahead.seq < mine.seq
            WHERE mine.id = @id AND mine.state = 0
            """,
            [EditRow.Id(id)],
            row => (int)row.GetInt64(0),
            cancellation))[0];

    public async Task<bool> IsCancelledAsync(Guid id, CancellationToken cancellation = default) =>
        (await database.ListAsync(
            "SELECT 1 FROM edits WHERE id = @id AND state IN (3, 4)", [EditRow.Id(id)], _ => 0, cancellation))
        .Count > 0;

    public async Task<IReadOnlyList<Guid>> ExpiredAsync(
        TimeSpan retention, int limit, CancellationToken cancellation = default) =>
        await EndedAsync(retention, "1 = 1", limit, cancellation);

    public async Task<IReadOnlyList<Guid>> UncollectedAsync(
        TimeSpan grace, int limit, CancellationToken cancellation = default) =>
        await EndedAsync(grace, "state IN (3, 4) AND collected = 0", limit, cancellation);

    public Task MarkCollectedAsync(Guid id, CancellationToken cancellation = default) =>
        ChangeAsync(id, "collected = 1, source_bytes = 0, bytes = 0", Ended, [], cancellation);

    public async Task<bool> ForgetAsync(Guid id, CancellationToken cancellation = default) =>
        await database.ExecuteAsync(
            $"DELETE FROM edits WHERE id = @id AND {Ended}", [EditRow.Id(id)], cancellation) > 0;

    private async Task<bool> ChangeAsync(
        Guid id, string change, string guard, IReadOnlyList<SqlValue> values, CancellationToken cancellation) =>
        await database.ExecuteAsync(
            $"UPDATE edits SET {change} WHERE id = @id AND {guard}", [EditRow.Id(id), .. values], cancellation) > 0;

    private Task<List<Guid>> EndedAsync(
        TimeSpan age, string filter, int limit, CancellationToken cancellation) => database.ListAsync(
            $"""
            SELECT id FROM edits WHERE {Ended} AND ended <= {database.Now} - @age AND {filter}
            ORDER BY ended LIMIT @limit
            """,
            [new("age", (long)age.TotalMilliseconds), new("limit", (long)limit)],
            row => Guid.ParseExact(row.GetString(0), "N"),
            cancellation);

    private static long Before(string? cursor) =>
        cursor is null ? long.MaxValue
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq
        : throw new ArgumentException("The cursor is none of this list; start without one.", nameof(cursor));
}
