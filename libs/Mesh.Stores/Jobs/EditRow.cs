using System.Data.Common;
using System.Globalization;
using Mesh.Stores.Sql;

namespace Mesh.Stores.Jobs;

/// <summary>A row of the table of edits.</summary>
internal static class EditRow
{
    /// <summary>What <see cref="Read"/> expects, in this order.</summary>
    public const string Columns =
        "id, tenant, idempotency_key, priority, state, options, source_bytes, stage, step, steps, window_number, "
        + "windows, error_code, error_message, error_field, output_key, report, bytes, sha256, media_type, created, "
        + "started, ended, dispatched, seq, trace_parent";

    public static EditJob Read(DbDataReader row) => new()
    {
        Id = Guid.ParseExact(row.GetString(0), "N"),
        Tenant = row.GetString(1),
        IdempotencyKey = Text(row, 2),
        Priority = (EditJobPriority)row.GetInt32(3),
        State = (EditJobState)row.GetInt32(4),
        Options = row.GetString(5),
        TraceParent = Text(row, 25),
        SourceBytes = row.GetInt64(6),
        Progress = new(row.GetInt32(7), row.GetInt32(8), row.GetInt32(9), row.GetInt32(10), row.GetInt32(11)),
        Error = row.IsDBNull(12) ? null : new(row.GetInt32(12), row.GetString(13), Text(row, 14)),
        Output = row.IsDBNull(15)
            ? null
            : new(row.GetString(15), row.GetInt64(17), row.GetString(18), row.GetString(19), row.GetString(16)),
        Created = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(20)),
        Started = Time(row, 21),
        Ended = Time(row, 22),
        Dispatched = Time(row, 23),
    };

    /// <summary>An id as the table has it.</summary>
    public static SqlValue Id(Guid id) => new("id", id.ToString("N"));

    /// <summary>Cursor that goes on after this row.</summary>
    public static string Cursor(DbDataReader row) => row.GetInt64(24).ToString(CultureInfo.InvariantCulture);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
