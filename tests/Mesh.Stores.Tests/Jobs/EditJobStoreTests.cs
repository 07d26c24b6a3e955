using Mesh.Stores.Jobs;
using Mesh.Stores.Sql;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Jobs;

/// <summary>What holds for edits over every database.</summary>
public abstract class EditJobStoreTests(ITestDatabase databases) : IAsyncLifetime
{
    private static readonly EditOutput Output = new("edits/x/output.mp4", 700, new string('a', 64), "video/mp4", "{}");

    private Func<SqlDatabase> _connect = null!;
    private SqlDatabase _database = null!;

    private SqlEditJobStore Store => new(_database);

    public async Task InitializeAsync()
    {
        _connect = await databases.CreateAsync();
        _database = _connect();
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task An_accepted_edit_reads_back_as_it_was_asked()
    {
        var asked = Edit("ada") with { IdempotencyKey = "k", Priority = EditJobPriority.Batch, SourceBytes = 3_000_000_000 };

        var (made, created) = await Store.CreateAsync(asked);

        Assert.True(created);
        Assert.Equal(made, await Store.GetAsync(asked.Id));
        Assert.Equal(
            (asked.Id, "ada", "k", EditJobPriority.Batch, asked.Options, asked.SourceBytes, EditJobState.Queued),
            (made.Id, made.Tenant, made.IdempotencyKey, made.Priority, made.Options, made.SourceBytes, made.State));
        Assert.InRange(made.Created, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task A_finished_edit_has_its_output_and_times()
    {
        var id = await CreateAsync("ada");

        Assert.True(await Store.TryStartAsync(id));
        Assert.True(await Store.TryFinishAsync(id, Output));

        var edit = (await Store.GetAsync(id))!;
        Assert.Equal((EditJobState.Succeeded, Output, null), (edit.State, edit.Output, edit.Error));
        Assert.True(edit.Created <= edit.Started && edit.Started <= edit.Ended);
    }

    private static NewEdit Edit(string tenant) => new() { Tenant = tenant, Options = """{"instruction":"blå"}""" };

    private async Task<Guid> CreateAsync(string tenant, EditJobPriority priority = EditJobPriority.Standard) =>
        (await Store.CreateAsync(Edit(tenant) with { Priority = priority })).Job.Id;
}

public sealed class SqliteEditJobStoreTests(SqliteFile databases)
    : EditJobStoreTests(databases), IClassFixture<SqliteFile>;

public sealed class PostgresEditJobStoreTests(PostgresServer databases)
    : EditJobStoreTests(databases), IClassFixture<PostgresServer>;
