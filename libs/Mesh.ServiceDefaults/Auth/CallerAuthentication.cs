using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>
/// Who calls, of gRPC and REST alike: an API key in "x-api-key" or as bearer token, or a token of the OpenID provider.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> scheme,
    ILoggerFactory logs,
    UrlEncoder encoder,
    AuthOptions options,
    ApiKeys keys,
    IEnumerable<TokenCheck> tokens) : AuthenticationHandler<AuthenticationSchemeOptions>(scheme, logs, encoder)
{
    public const string SchemeName = "Mesh";

    /// <summary>Claim of a caller: whose edits it may touch.</summary>
    public const string TenantClaim = "mesh/tenant";

    private const string KeyHeader = "x-api-key", Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (options.IsAnonymous)
        {
            return Success(new Identity(TenantName.Everybody, "anybody"));
        }

        try
        {
            return Credential() is { } credential
                ? Success(await IdentifyAsync(credential))
                : AuthenticateResult.NoResult();
        }
        catch (Exception error) when (error is CredentialException or ProviderUnavailableException)
        {
            Logger.LogInformation(
                "{Address} is not let in: {Reason}", Context.Connection.RemoteIpAddress, error.Message);
            Context.Features.Set(new Refusal(error));
            return AuthenticateResult.Fail(error);
        }
    }

    private string? Credential()
    {
        var (key, authorization) = (Request.Headers[KeyHeader], Request.Headers.Authorization);
        return (key.Count, authorization.Count) switch
        {
            (0, 0) => null,
            (1, 0) => key.ToString(),
            (0, 1) when authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) =>
                authorization.ToString()[Bearer.Length..].Trim(),
            (0, 1) => throw new CredentialException("The authorization is not of the kind Bearer."),
            _ => throw new CredentialException("There is more than one credential."),
        };
    }

    private async Task<Identity> IdentifyAsync(string credential)
    {
        if (credential.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal) || Request.Headers.ContainsKey(KeyHeader))
        {
            return keys.Identify(credential);
        }

        return tokens.SingleOrDefault() is { } check
            ? await check.IdentifyAsync(credential, Context.RequestAborted)
            : throw new CredentialException("Tokens are not taken here.");
    }

    private static AuthenticateResult Success(Identity identity)
    {
        Claim[] claims = [new(TenantClaim, identity.Tenant), new(ClaimTypes.NameIdentifier, identity.Subject)];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }
}
