namespace Mesh.Stores.Jobs;

/// <summary>What a finished edit has made.</summary>
/// <param name="Key">Artifact of the edited video.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
/// <param name="MediaType">Its container, for example video/mp4.</param>
/// <param name="Report">The measured report, JSON.</param>
public sealed record EditOutput(string Key, long Bytes, string Sha256, string MediaType, string Report);
