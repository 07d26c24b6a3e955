using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>Reads <see cref="AuthOptions"/> and finds everything that is wrong with them at once.</summary>
internal static partial class AuthRules
{
    private static readonly TimeSpan MaxLeeway = TimeSpan.FromMinutes(10);

    /// <summary>The section, checked.</summary>
    /// <param name="configuration">Where it is.</param>
    /// <param name="address">IP address that the process listens on.</param>
    /// <exception cref="OptionsValidationException">Settings are wrong; the message names each with its cure.
    /// </exception>
    public static AuthOptions Read(IConfiguration configuration, string address)
    {
        var options = configuration.GetSection(AuthOptions.Section).Get<AuthOptions>() ?? new();
        var failures = Failures(options, address).ToList();
        return failures.Count == 0
            ? options
            : throw new OptionsValidationException(AuthOptions.Section, typeof(AuthOptions), failures);
    }

    /// <summary>Whether requests to the address stay on this machine or are hidden from others.</summary>
    public static bool IsSafe(Uri address) => address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    private static IEnumerable<string> Failures(AuthOptions options, string address) =>
        Anonymous(options, address)
            .Concat(options.ApiKeys.SelectMany(key => Key(key.Key, key.Value)))
            .Concat(options.Oidc is { } oidc ? Provider(oidc) : []);

    private static IEnumerable<string> Anonymous(AuthOptions options, string address)
    {
        if (options is { IsAnonymous: true, AllowAnonymous: false }
            && !(IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip)))
        {
            yield return $"Mesh:Address {address} can be reached by others and nobody is asked who they are. Configure "
                + "Mesh:Auth:ApiKeys or Mesh:Auth:Oidc, or set Mesh:Auth:AllowAnonymous to true.";
        }

        if (options is { IsAnonymous: false, AllowAnonymous: true })
        {
            yield return "Mesh:Auth:AllowAnonymous is true although ApiKeys or Oidc are configured: remove either.";
        }
    }

    private static IEnumerable<string> Key(string name, ApiKeyOptions key)
    {
        var path = $"{AuthOptions.Section}:ApiKeys:{name}";
        if (!TenantName.IsValid(key.Tenant))
        {
            yield return $"{path}:Tenant must be {TenantName.Rule}, got '{key.Tenant}'.";
        }

        if (!Hash().IsMatch(key.Sha256))
        {
            yield return $"{path}:Sha256 must be the SHA-256 of the key, 64 hex digits, got {key.Sha256.Length} "
                + "characters: printf %s KEY | sha256sum.";
        }
    }

    private static IEnumerable<string> Provider(OidcOptions oidc)
    {
        const string Path = $"{AuthOptions.Section}:Oidc";
        if (!Uri.TryCreate(oidc.Issuer, UriKind.Absolute, out var issuer) || !IsSafe(issuer))
        {
            yield return $"{Path}:Issuer must be an https URL (http on loopback), got '{oidc.Issuer}'.";
        }

        if (oidc.JwksUri is { } jwks && !IsSafe(jwks))
        {
            yield return $"{Path}:JwksUri must be an https URL (http on loopback), got '{jwks}'.";
        }

        foreach (var (name, value) in new[]
        {
            (nameof(oidc.Audience), oidc.Audience), (nameof(oidc.TenantClaim), oidc.TenantClaim),
        })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return $"{Path}:{name} must not be empty.";
            }
        }

        if (oidc.Leeway < TimeSpan.Zero || oidc.Leeway > MaxLeeway)
        {
            yield return $"{Path}:Leeway must be 0 to {MaxLeeway}, got {oidc.Leeway}.";
        }

        if (oidc.RefreshAfter <= TimeSpan.Zero || oidc.RefreshAtMost <= TimeSpan.Zero)
        {
            yield return $"{Path}:RefreshAfter and RefreshAtMost must be above 0, got {oidc.RefreshAfter} and "
                + $"{oidc.RefreshAtMost}.";
        }
    }

    [GeneratedRegex(@"\A[0-9a-fA-F]{64}\z")]
    private static partial Regex Hash();
}
