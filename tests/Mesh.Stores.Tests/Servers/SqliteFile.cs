using Mesh.TestKit;

namespace Mesh.Stores.Tests.Servers;

/// <summary>A SQLite file for each test.</summary>
public sealed class SqliteFile : ITestDatabase
{
    private readonly TemporaryFolder _folder = new();

    public Task<string> CreateAsync() => Task.FromResult(_folder.At($"{Guid.NewGuid():N}.db"));

    public void Dispose() => _folder.Dispose();
}
