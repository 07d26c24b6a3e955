namespace Mesh.Stores.Tests.Servers;

/// <summary>Where tests get empty databases.</summary>
public interface ITestDatabase : IDisposable
{
    /// <summary>A new database.</summary>
    /// <returns>Its address.</returns>
    Task<string> CreateAsync();
}
