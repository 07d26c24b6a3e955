using Mesh.Gateway.Tenancy;
using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.Gateway.Tests.Tenancy;

public sealed class TenantPoliciesTests
{
    [Fact]
    public void Without_settings_nothing_is_limited()
    {
        var policy = Read([]).Of("ada");

        Assert.Equal((new EditQuota(), new DispatchShare()), (policy.Quota, policy.Share));
        Assert.All(Enum.GetValues<EditJobPriority>(), priority => Assert.True(policy.Allows(priority)));
    }

    [Fact]
    public void A_tenant_has_what_it_sets_and_the_rest_from_the_default()
    {
        var policies = Read(new()
        {
            ["Mesh:Tenancy:Default:Weight"] = "2",
            ["Mesh:Tenancy:Default:MaxQueued"] = "10",
            ["Mesh:Tenancy:Default:Priorities:0"] = "Standard",
            ["Mesh:Tenancy:Default:Priorities:1"] = "Batch",
            ["Mesh:Tenancy:Tenants:ada:MaxQueued"] = "500",
            ["Mesh:Tenancy:Tenants:ada:MaxRunning"] = "3",
            ["Mesh:Tenancy:Tenants:ada:Priorities:0"] = "Interactive",
        });

        var (ada, other) = (policies.Of("ada"), policies.Of("Ada"));
        Assert.Equal((new EditQuota { Queued = 500 }, new DispatchShare(2, 3)), (ada.Quota, ada.Share));
        Assert.Equal((new EditQuota { Queued = 10 }, new DispatchShare(2)), (other.Quota, other.Share));
        Assert.Equal([EditJobPriority.Interactive], ada.Priorities!);
        Assert.False(other.Allows(EditJobPriority.Interactive));
        Assert.True(other.Allows(EditJobPriority.Batch));
    }

    [Fact]
    public void Settings_that_cannot_work_are_all_named()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(new()
        {
            ["Mesh:Tenancy:Default:Weight"] = "0",
            ["Mesh:Tenancy:Default:RequestsPerMinute"] = "0",
            ["Mesh:Tenancy:Tenants:a/b:MaxRunning"] = "-1",
        }));

        foreach (var name in (string[])["Weight", "RequestsPerMinute", "MaxRunning", "'a/b'"])
        {
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void More_requests_than_a_tenant_may_are_refused_with_the_time_to_wait()
    {
        using var rate = new RequestRate(Read(new()
        {
            ["Mesh:Tenancy:Tenants:ada:RequestsPerMinute"] = "2",
        }));
        rate.Count("ada");
        rate.Count("ada");

        var error = Assert.Throws<RequestException>(() => rate.Count("ada"));

        Assert.Equal(Google.Rpc.Code.ResourceExhausted, error.Code);
        Assert.Contains("requests per minute", error.Message, StringComparison.Ordinal);
        var retry = Assert.Single(error.Details.OfType<Google.Rpc.RetryInfo>());
        Assert.InRange(retry.RetryDelay.ToTimeSpan(), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        for (var i = 0; i < 1_000; i++)
        {
            rate.Count("bob");
        }
    }

    private static TenantPolicies Read(Dictionary<string, string?> settings) =>
        TenantPolicies.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}
