namespace Mesh.ServiceDefaults.Auth;

/// <summary>
/// Who may call, section "Mesh:Auth". Nothing configured means that everybody is the same tenant, which only a process
/// on loopback may have unless <see cref="AllowAnonymous"/> says so.
/// </summary>
public sealed record AuthOptions
{
    public const string Section = "Mesh:Auth";

    /// <summary>Whether a process that other machines reach may serve everybody as one tenant.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>API keys by a name of their own, for logs.</summary>
    public IReadOnlyDictionary<string, ApiKeyOptions> ApiKeys { get; init; } = new Dictionary<string, ApiKeyOptions>();

    /// <summary>Whose bearer tokens are taken; null for none.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>Whether everybody is the same tenant.</summary>
    public bool IsAnonymous => ApiKeys.Count == 0 && Oidc is null;
}
