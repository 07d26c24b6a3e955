namespace Mesh.ServiceDefaults.Auth;

/// <summary>One API key. The key itself is nowhere but with its user.</summary>
public sealed record ApiKeyOptions
{
    /// <summary>Whose key it is.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>SHA-256 of the key, hex. A key is 256 random bits, which a plain hash hides as well as a slow one.
    /// </summary>
    public string Sha256 { get; init; } = "";

    /// <summary>When it stops to be taken; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }
}
