using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Mesh.Stores.Sql;

/// <summary>A SQLite file that the processes of one machine share.</summary>
public sealed class SqliteDatabase : SqlDatabase
{
    private const int Busy = 5, Locked = 6;

    private readonly string _connectionString;
    private readonly WriterTurn _writer;

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    /// <param name="path">The file; made with its folder when it is not there. Not on a network file system.</param>
    public SqliteDatabase(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        Name = $"SQLite '{full}'";
        _writer = new(full + "-turn");
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = full,
            DefaultTimeout = 30,
            Pooling = true,
        }.ToString();
    }

    public override string Name { get; }

    internal override string Now => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";

    internal override string CountingKey => "INTEGER PRIMARY KEY AUTOINCREMENT";

    internal override string SkipLocked => "";

    public override async ValueTask DisposeAsync()
    {
        using (var connection = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _writer.Dispose();
        await base.DisposeAsync();
    }

    private protected override async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            using var command = connection.CreateCommand();
            // An accepted edit survives a power cut: synchronous=FULL.
            command.CommandText = "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // Immediate: a transaction that reads first and writes later could not get the lock in between.
    private protected override Task<DbTransaction> BeginAsync(
        DbConnection connection, string turn, CancellationToken cancellation) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    private protected override async Task<IDisposable?> EnterAsync(CancellationToken cancellation) =>
        await _writer.EnterAsync(cancellation);

    private protected override bool IsTransient(DbException error) =>
        error is SqliteException { SqliteErrorCode: Busy or Locked };
}
