namespace Mesh.Stores.Jobs;

/// <summary>What a tenant may have in the mesh; null is no limit.</summary>
public sealed record EditQuota
{
    /// <summary>Edits that no worker has taken.</summary>
    public int? Queued { get; init; }

    /// <summary>Bytes of uploads and results.</summary>
    public long? StoredBytes { get; init; }
}
