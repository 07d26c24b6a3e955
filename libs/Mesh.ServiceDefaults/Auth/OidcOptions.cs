namespace Mesh.ServiceDefaults.Auth;

/// <summary>An OpenID provider and what its access tokens must say.</summary>
public sealed record OidcOptions
{
    /// <summary>As in the tokens' "iss", to the letter.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>One of the tokens' "aud".</summary>
    public string Audience { get; init; } = "";

    /// <summary>Where its keys are; null to ask the issuer's discovery document.</summary>
    public Uri? JwksUri { get; init; }

    /// <summary>The claim that names the tenant.</summary>
    public string TenantClaim { get; init; } = "tenant";

    /// <summary>How far clocks may differ; default a minute.</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Age at which keys are read again; default 10 minutes.</summary>
    public TimeSpan RefreshAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Least time between two readings that unknown keys cause, whoever makes them up; default 10 seconds.
    /// </summary>
    public TimeSpan RefreshAtMost { get; init; } = TimeSpan.FromSeconds(10);
}
