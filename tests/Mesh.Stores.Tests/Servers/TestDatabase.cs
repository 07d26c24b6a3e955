using System.Data.Common;
using Mesh.Stores.Sql;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Mesh.Stores.Tests.Servers;

internal static class TestDatabase
{
    /// <summary>A database by the path of its file or its connection string.</summary>
    public static SqlDatabase Connect(string address) =>
        IsPostgres(address) ? new PostgresDatabase(address) : new SqliteDatabase(address);

    /// <summary>The first column of a query, whole numbers, past our library.</summary>
    public static async IAsyncEnumerable<long> QueryAsync(string address, string sql)
    {
        await using DbConnection connection = IsPostgres(address)
            ? new NpgsqlConnection(address)
            : new SqliteConnection($"Data Source={address}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            yield return reader.GetInt64(0);
        }
    }

    private static bool IsPostgres(string address) => address.Contains('=', StringComparison.Ordinal);
}
