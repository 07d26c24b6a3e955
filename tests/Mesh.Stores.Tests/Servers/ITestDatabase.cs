using Mesh.Stores.Sql;

namespace Mesh.Stores.Tests.Servers;

/// <summary>Where tests get empty databases.</summary>
public interface ITestDatabase : IDisposable
{
    /// <summary>A new database; each call of the result connects to it as another process would.</summary>
    Task<Func<SqlDatabase>> CreateAsync();
}
