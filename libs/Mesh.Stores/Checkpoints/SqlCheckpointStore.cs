using Mesh.Stores.Sql;

namespace Mesh.Stores.Checkpoints;

/// <summary>Published weights as rows of a database.</summary>
public sealed class SqlCheckpointStore(SqlDatabase database) : ICheckpointStore
{
    // The configuration is a row like any other, without a version.
    private const string Configured = "";

    public async Task<bool> ConfigureAsync(string model, string folder, CancellationToken cancellation = default) =>
        await database.ExecuteAsync(
            $"""
            INSERT INTO checkpoints (model, version, location, published)
            VALUES (@model, @version, @location, {database.Now})
            ON CONFLICT (model, version) DO UPDATE SET location = excluded.location, published = excluded.published
            WHERE checkpoints.location <> excluded.location
            """,
            [new("model", model), new("version", Configured), new("location", folder)],
            cancellation) > 0;

    public async Task<bool> PublishAsync(Checkpoint checkpoint, CancellationToken cancellation = default) =>
        await database.ExecuteAsync(
            $"""
            INSERT INTO checkpoints (model, version, location, published)
            VALUES (@model, @version, @location, {database.Now})
            ON CONFLICT (model, version) DO NOTHING
            """,
            [
                new("model", checkpoint.Model), new("version", checkpoint.Version),
                new("location", checkpoint.Location),
            ],
            cancellation) > 0;

    public async Task<bool> RefuseAsync(
        string model, string version, string reason, CancellationToken cancellation = default) =>
        await database.ExecuteAsync(
            "UPDATE checkpoints SET refused = @reason WHERE model = @model AND version = @version AND refused IS NULL",
            [new("reason", reason), new("model", model), new("version", version)],
            cancellation) > 0;

    public async Task<bool> WithdrawAsync(
        Checkpoint checkpoint, string reason, CancellationToken cancellation = default) => await database.ExecuteAsync(
            $"""
            INSERT INTO checkpoints (model, version, location, published, refused)
            VALUES (@model, @version, @location, {database.Now}, @reason)
            ON CONFLICT (model, version) DO UPDATE SET refused = excluded.refused WHERE checkpoints.refused IS NULL
            """,
            [
                new("model", checkpoint.Model), new("version", checkpoint.Version),
                new("location", checkpoint.Location), new("reason", reason),
            ],
            cancellation) > 0;

    public async Task<bool> IsDecidedAsync(
        string model, string version, CancellationToken cancellation = default) => await database.FirstAsync(
            "SELECT version FROM checkpoints WHERE model = @model AND version = @version",
            [new("model", model), new("version", version)],
            row => row.GetString(0),
            cancellation) is not null;

    public async Task<bool> IsRefusedAsync(
        string model, string version, CancellationToken cancellation = default) => await database.FirstAsync(
            """
            SELECT version FROM checkpoints WHERE model = @model AND version = @version AND refused IS NOT NULL
            """,
            [new("model", model), new("version", version)],
            row => row.GetString(0),
            cancellation) is not null;

    public async Task<Checkpoint?> CurrentAsync(string model, CancellationToken cancellation = default)
    {
        var last = await database.FirstAsync(
            """
            SELECT version, location FROM checkpoints WHERE model = @model AND refused IS NULL
            ORDER BY published DESC, seq DESC LIMIT 1
            """,
            [new("model", model)],
            row => new Checkpoint(model, row.GetString(0), row.GetString(1)),
            cancellation);
        return last is { Version: Configured } ? null : last;
    }
}
