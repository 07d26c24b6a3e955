namespace Mesh.Curation.Clips;

/// <summary>A file of a sample.</summary>
/// <param name="Role">What it is, see <see cref="ClipRoles"/>; part of its name in the shard.</param>
/// <param name="Key">Artifact with its bytes.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Bytes">How many.</param>
public sealed record SampleFile(string Role, string Key, string Sha256, long Bytes);
