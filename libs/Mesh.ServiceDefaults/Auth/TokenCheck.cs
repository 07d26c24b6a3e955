
namespace Mesh.ServiceDefaults.Auth;

/// <summary>Decides whether a bearer token is believed, and whom it belongs to (RFC 8725, RFC 9068).</summary>
internal sealed class TokenCheck(OidcOptions options, SigningKeys keys, TimeProvider time)
{
    /// <summary>Whose token it is.</summary>
    /// <exception cref="CredentialException">It is not believed.</exception>
    /// <exception cref="ProviderUnavailableException">The provider's keys cannot be read.</exception>
    public async Task<Identity> IdentifyAsync(string presented, CancellationToken cancellation)
    {
        var token = JsonWebToken.Read(presented);
        if (token.Algorithm is not ("RS256" or "ES256"))
        {
            throw new CredentialException($"The token's algorithm is '{token.Algorithm}'.");
        }

        var key = token.KeyId is { } id ? await keys.FindAsync(id, cancellation) : null;
        if (key?.Signed(token) is not true)
        {
            throw new CredentialException(
                key is null ? $"The token's key '{token.KeyId}' is not known." : "The token's signature is wrong.");
        }

        CheckAudience(token);
        CheckTimes(token);
        return token.Claim(options.TenantClaim) is { } tenant && TenantName.IsValid(tenant)
            ? new Identity(tenant, $"sub:{token.Claim("sub")}")
            : throw new CredentialException($"The token's claim '{options.TenantClaim}' names no tenant.");
    }

    private void CheckAudience(JsonWebToken token)
    {
        if (token.Claim("iss") != options.Issuer)
        {
            throw new CredentialException($"The token's issuer is '{token.Claim("iss")}'.");
        }

        if (!token.Claims("aud").Contains(options.Audience))
        {
            throw new CredentialException($"The token is for '{string.Join(", ", token.Claims("aud"))}'.");
        }
    }

    private void CheckTimes(JsonWebToken token)
    {
        var now = time.GetUtcNow();
        if (token.Time("exp") is not { } expires || expires + options.Leeway <= now)
        {
            throw new CredentialException($"The token expired {token.Time("exp")?.ToString("u") ?? "never"}.");
        }

        if (token.Time("nbf") - options.Leeway > now || token.Time("iat") - options.Leeway > now)
        {
            throw new CredentialException("The token is not valid yet.");
        }
    }
}
