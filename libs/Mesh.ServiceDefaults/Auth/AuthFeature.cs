using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>Who may call, the same for every process of a mesh.</summary>
public static class AuthFeature
{
    private static readonly TimeSpan ProviderPause = TimeSpan.FromSeconds(5);

    /// <param name="services">Where it goes.</param>
    /// <param name="configuration">Holds the section <see cref="AuthOptions.Section"/>.</param>
    /// <param name="address">IP address that the process listens on.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Settings are wrong.</exception>
    public static void AddServices(IServiceCollection services, IConfiguration configuration, string address)
    {
        var options = AuthRules.Read(configuration, address);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<ApiKeys>();
        if (options.Oidc is { } oidc)
        {
            services.AddSingleton(oidc);
            services.AddSingleton<KeySource>();
            services.AddSingleton<SigningKeys>();
            services.AddSingleton<TokenCheck>();
        }

        services.AddAuthentication(CallerAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.SchemeName, null);
    }

    /// <summary>Whose call it is.</summary>
    /// <exception cref="RequestException">UNAUTHENTICATED: nobody's we know. UNAVAILABLE: that cannot be told now.
    /// </exception>
    public static string Tenant(HttpContext call)
    {
        if (call.User.FindFirst(CallerAuthentication.TenantClaim) is { } tenant)
        {
            return tenant.Value;
        }

        throw call.Features.Get<Refusal>()?.Reason switch
        {
            null => RequestErrors.Unauthenticated(
                "CREDENTIALS_MISSING", "Say who you are: an API key in x-api-key, or Authorization: Bearer TOKEN."),
            ProviderUnavailableException => RequestErrors.Unavailable(
                "Tokens cannot be checked now: the identity provider does not answer.", ProviderPause),
            _ => RequestErrors.Unauthenticated("CREDENTIALS_INVALID", "The credentials are not valid."),
        };
    }
}
