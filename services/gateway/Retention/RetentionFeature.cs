using Mesh.Stores.Retention;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mesh.Gateway.Retention;

/// <summary>How long edits are kept, as part of a gateway; section "Mesh:Retention".</summary>
internal static class RetentionFeature
{
    public const string Section = "Mesh:Retention";

    /// <exception cref="OptionsValidationException">Settings are wrong; the message names each.</exception>
    public static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<RetentionOptions>() ?? new();
        var failures = options.Validate().ToList();
        if (failures.Count > 0)
        {
            throw new OptionsValidationException(Section, typeof(RetentionOptions), failures);
        }

        services.AddSingleton(options);
        services.AddSingleton<ArtifactCollector>();
        services.AddHostedService<ArtifactCollection>();
    }
}
