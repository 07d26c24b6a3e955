using System.Data.Common;

namespace Mesh.Stores.Sql;

/// <summary>Statements over one connection, within a transaction if there is one.</summary>
internal sealed class SqlSession(DbConnection connection, DbTransaction? transaction)
{
    public async Task<int> ExecuteAsync(
        string sql, IReadOnlyList<SqlValue> values, CancellationToken cancellation)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<List<T>> ListAsync<T>(
        string sql, IReadOnlyList<SqlValue> values, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async Task<T?> FirstAsync<T>(
        string sql, IReadOnlyList<SqlValue> values, Func<DbDataReader, T> read, CancellationToken cancellation)
        where T : class => (await ListAsync(sql, values, read, cancellation)).FirstOrDefault();

    private DbCommand Command(string sql, IReadOnlyList<SqlValue> values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100  // every statement is a constant of this library; what callers give goes in as values
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
