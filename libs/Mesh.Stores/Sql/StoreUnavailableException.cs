namespace Mesh.Stores.Sql;

/// <summary>The database cannot be reached or is too busy now; the same call may succeed later.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
