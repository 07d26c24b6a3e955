namespace Mesh.Stores.Retention;

/// <summary>What a collection deleted.</summary>
/// <param name="Expired">Edits that were forgotten.</param>
/// <param name="Unfinished">Failed and cancelled edits whose artifacts went.</param>
/// <param name="Orphans">Folders that belonged to no edit.</param>
/// <param name="Leftovers">Files of interrupted writes.</param>
public sealed record Collected(int Expired, int Unfinished, int Orphans, int Leftovers);
