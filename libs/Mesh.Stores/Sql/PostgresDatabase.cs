using System.Data.Common;
using Npgsql;

namespace Mesh.Stores.Sql;

/// <summary>A PostgreSQL database, version 12 or newer, that the machines of a cluster share.</summary>
public sealed class PostgresDatabase : SqlDatabase
{
    private readonly NpgsqlDataSource _source;

    /// <param name="connectionString">As Npgsql reads it, for example
    /// <c>Host=db;Database=mesh;Username=mesh;Password=...</c>.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public PostgresDatabase(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "mesh" };
        Name = $"PostgreSQL {builder.Host}:{builder.Port}/{builder.Database}";
        _source = NpgsqlDataSource.Create(builder);
    }

    public override string Name { get; }

    internal override string Now => "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    internal override string CountingKey => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

    internal override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected override async Task<DbConnection> OpenAsync(CancellationToken cancellation) =>
        await _source.OpenConnectionAsync(cancellation);

    private protected override async Task<DbTransaction> BeginAsync(
        DbConnection connection, string turn, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation);
        if (turn.Length > 0)
        {
            await new SqlSession(connection, transaction).ListAsync(
                "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(@turn, 0))) AS held",
                [new("turn", "mesh/" + turn)],
                _ => 0,
                cancellation);
        }

        return transaction;
    }
}
