namespace Mesh.Stores.Sql;

/// <summary>A named value of a statement, text or whole number; null is NULL.</summary>
public readonly record struct SqlValue(string Name, object? Value);
