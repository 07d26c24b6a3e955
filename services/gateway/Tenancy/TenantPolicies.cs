using Mesh.ServiceDefaults.Auth;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.Gateway.Tenancy;

/// <summary>
/// Policies of tenants, section "Mesh:Tenancy": "Default" for everybody, "Tenants:NAME" for one, where what it does not
/// set is as in the default.
/// </summary>
public sealed class TenantPolicies
{
    public const string Section = "Mesh:Tenancy";

    private readonly TenantPolicy _default;
    private readonly Dictionary<string, TenantPolicy> _named;

    private TenantPolicies(TenantPolicy standard, Dictionary<string, TenantPolicy> named) =>
        (_default, _named) = (standard, named);

    /// <summary>The section, checked.</summary>
    /// <exception cref="OptionsValidationException">Settings are wrong; the message names each with its cure.
    /// </exception>
    public static TenantPolicies Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var standard = Inherit(new(), section.GetSection("Default"));
        var named = section.GetSection("Tenants").GetChildren().ToDictionary(
            tenant => tenant.Key, tenant => Inherit(standard, tenant), StringComparer.Ordinal);

        var failures = named.Append(new("Default", standard)).SelectMany(policy => Failures(policy.Key, policy.Value))
            .Concat(named.Keys.Where(name => !TenantName.IsValid(name)).Select(
                name => $"{Section}:Tenants names '{name}', a tenant must be {TenantName.Rule}."))
            .ToList();
        return failures.Count == 0
            ? new(standard, named)
            : throw new OptionsValidationException(Section, typeof(TenantPolicy), failures);
    }

    public TenantPolicy Of(string tenant) => _named.GetValueOrDefault(tenant, _default);

    // Binding adds to a list that is there, hence none is.
    private static TenantPolicy Inherit(TenantPolicy parent, IConfigurationSection section)
    {
        var policy = section.GetSection(nameof(TenantPolicy.Priorities)).Exists()
            ? parent with { Priorities = null }
            : parent with { };
        section.Bind(policy);
        return policy;
    }

    private static IEnumerable<string> Failures(string name, TenantPolicy policy)
    {
        if (policy.Weight is not (> 0 and <= 1_000_000))
        {
            yield return $"{Section}, {name}: Weight must be above 0 and at most 1000000, got {policy.Weight}.";
        }

        var limits = new (string Name, long? Value)[]
        {
            (nameof(policy.MaxRunning), policy.MaxRunning), (nameof(policy.MaxQueued), policy.MaxQueued),
            (nameof(policy.MaxStoredBytes), policy.MaxStoredBytes),
            (nameof(policy.MaxUploadBytes), policy.MaxUploadBytes),
            (nameof(policy.RequestsPerMinute), policy.RequestsPerMinute),
        };
        foreach (var (limit, value) in limits.Where(limit => limit.Value < 1))
        {
            yield return $"{Section}, {name}: {limit} must be at least 1, or absent for no limit, got {value}.";
        }

        if (policy.Priorities is { Count: 0 })
        {
            yield return $"{Section}, {name}: Priorities must name at least one of Interactive, Standard, Batch.";
        }
    }
}
