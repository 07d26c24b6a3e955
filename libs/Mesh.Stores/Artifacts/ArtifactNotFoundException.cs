namespace Mesh.Stores.Artifacts;

/// <summary>There is no artifact of this key.</summary>
public sealed class ArtifactNotFoundException(string key, Exception? inner = null)
    : ArtifactStoreException($"There is no artifact '{key}': it was never written, or it was deleted.", inner)
{
    public string Key { get; } = key;
}
