namespace Mesh.Stores.Jobs;

/// <summary>What a tenant has in the mesh.</summary>
/// <param name="Queued">Edits that no worker has taken.</param>
/// <param name="Running">Edits that one has.</param>
/// <param name="StoredBytes">Bytes of uploads and results that are kept.</param>
public sealed record EditCounts(int Queued, int Running, long StoredBytes);
