using Mesh.Stores.Sql;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Sql;

/// <summary>How databases come to their tables.</summary>
public abstract class SchemaTests(ITestDatabase databases) : DatabaseTests(databases)
{
    [Fact]
    public async Task Processes_that_start_at_once_make_the_tables_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            await using var database = Connect();
            await database.PingAsync();
        })));

        Assert.Equal([Schema.Version], await VersionsAsync());
        await CreateAsync("ada");
    }

    [Fact]
    public async Task A_database_of_a_newer_release_is_left_alone()
    {
        await ExecuteAsync($"UPDATE schema_version SET version = {Schema.Version + 1}");
        await using var database = Connect();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => database.PingAsync());

        Assert.Contains("newer release", error.Message, StringComparison.Ordinal);
        Assert.Equal([Schema.Version + 1], await VersionsAsync());
    }

    // Past our library, so that a database of another version can be looked at.
    private async Task<long[]> VersionsAsync() =>
        await TestDatabase.QueryAsync(Address, "SELECT version FROM schema_version").ToArrayAsync();
}

public sealed class SqliteSchemaTests(SqliteFile databases) : SchemaTests(databases), IClassFixture<SqliteFile>;

public sealed class PostgresSchemaTests(PostgresServer databases)
    : SchemaTests(databases), IClassFixture<PostgresServer>;
