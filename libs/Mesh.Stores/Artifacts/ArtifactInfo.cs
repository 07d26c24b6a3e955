namespace Mesh.Stores.Artifacts;

/// <summary>An artifact without its bytes.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Modified">When it was written.</param>
public sealed record ArtifactInfo(string Key, long Bytes, DateTimeOffset Modified);
