using Mesh.Stores.Sql;
using Mesh.TestKit;

namespace Mesh.Stores.Tests.Servers;

/// <summary>A SQLite file for each test.</summary>
public sealed class SqliteFile : ITestDatabase
{
    private readonly TemporaryFolder _folder = new();

    public Task<Func<SqlDatabase>> CreateAsync()
    {
        var path = _folder.At($"{Guid.NewGuid():N}.db");
        return Task.FromResult<Func<SqlDatabase>>(() => new SqliteDatabase(path));
    }

    public void Dispose() => _folder.Dispose();
}
