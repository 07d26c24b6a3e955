using System.Data.Common;
using System.Globalization;

namespace Mesh.Stores.Sql;

/// <summary>
/// A database that several processes share, with its schema brought up to date before the first statement. Statements
/// are the same for every kind; what differs is here.
/// </summary>
public abstract class SqlDatabase : IAsyncDisposable
{
    private const int Attempts = 6;

    private readonly SemaphoreSlim _migrating = new(1, 1);
    private volatile bool _migrated;

    /// <summary>Names it in messages; holds no password.</summary>
    public abstract string Name { get; }

    /// <summary>Expression: the database's clock, milliseconds since 1970, moving within a transaction.</summary>
    internal abstract string Now { get; }

    /// <summary>Type of a primary key that counts up.</summary>
    internal abstract string CountingKey { get; }

    /// <summary>Ends a SELECT: leave out rows that another transaction has locked.</summary>
    internal abstract string SkipLocked { get; }

    /// <summary>Whether the database answers and its schema is ours.</summary>
    /// <exception cref="StoreUnavailableException">It does not answer.</exception>
    public Task PingAsync(CancellationToken cancellation = default) =>
        FirstAsync("SELECT 1", [], row => row.GetInt64(0).ToString(CultureInfo.InvariantCulture), cancellation);

    public virtual ValueTask DisposeAsync()
    {
        _migrating.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs one statement.</summary>
    /// <returns>How many rows it changed.</returns>
    internal Task<int> ExecuteAsync(
        string sql, IReadOnlyList<SqlValue> values, CancellationToken cancellation) =>
        WriteAsync("", (session, token) => session.ExecuteAsync(sql, values, token), cancellation);

    /// <summary>The first row of a query, or null.</summary>
    internal async Task<T?> FirstAsync<T>(
        string sql, IReadOnlyList<SqlValue> values, Func<DbDataReader, T> read, CancellationToken cancellation)
        where T : class => (await ListAsync(sql, values, read, cancellation)).FirstOrDefault();

    /// <summary>Every row of a query that changes nothing.</summary>
    internal Task<List<T>> ListAsync<T>(
        string sql, IReadOnlyList<SqlValue> values, Func<DbDataReader, T> read, CancellationToken cancellation) =>
        RunAsync(
            (connection, token) => new SqlSession(connection, null).ListAsync(sql, values, read, token), cancellation);

    /// <summary>Runs statements in a transaction; those of one <paramref name="turn"/> come one after another.
    /// </summary>
    internal Task<T> WriteAsync<T>(
        string turn, Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        RunAsync((connection, token) => InTransactionAsync(connection, turn, work, token), cancellation);

    /// <summary>A connection from the pool, ready for statements.</summary>
    private protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>A transaction in which the statements of <paramref name="turn"/> wait for those of others.</summary>
    private protected abstract Task<DbTransaction> BeginAsync(
        DbConnection connection, string turn, CancellationToken cancellation);

    /// <summary>Entered for the time of a write, for databases that write one at a time.</summary>
    private protected virtual Task<IDisposable?> EnterAsync(CancellationToken cancellation) =>
        Task.FromResult<IDisposable?>(null);

    /// <summary>Whether the failure passes by itself.</summary>
    private protected virtual bool IsTransient(DbException error) => error.IsTransient;

    private async Task<T> InTransactionAsync<T>(
        DbConnection connection,
        string turn,
        Func<SqlSession, CancellationToken, Task<T>> work,
        CancellationToken cancellation)
    {
        using var entered = await EnterAsync(cancellation);
        await using var transaction = await BeginAsync(connection, turn, cancellation);
        var result = await work(new SqlSession(connection, transaction), cancellation);
        try
        {
            await transaction.CommitAsync(cancellation);
        }
        catch (DbException error) when (IsTransient(error))
        {
            throw new StoreUnavailableException(
                $"{Name} did not say whether it made the change: {error.Message}", error);
        }

        return result;
    }

    // A failure before the commit has changed nothing, so the work may be done again.
    private async Task<T> RunAsync<T>(
        Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await OpenAsync(cancellation);
                await MigrateAsync(connection, cancellation);
                return await work(connection, cancellation);
            }
            catch (DbException error) when (attempt < Attempts && IsTransient(error))
            {
                var pause = TimeSpan.FromMilliseconds(10 << attempt) * (0.5 + Random.Shared.NextDouble());
                await Task.Delay(pause, cancellation);
            }
            catch (DbException error) when (IsTransient(error))
            {
                throw new StoreUnavailableException($"{Name} does not answer: {error.Message}", error);
            }
        }
    }

    private async Task MigrateAsync(DbConnection connection, CancellationToken cancellation)
    {
        if (_migrated)
        {
            return;
        }

        await _migrating.WaitAsync(cancellation);
        try
        {
            if (!_migrated)
            {
                await InTransactionAsync(connection, nameof(Schema), Schema.MigrateAsync(this), cancellation);
                _migrated = true;
            }
        }
        finally
        {
            _migrating.Release();
        }
    }
}
