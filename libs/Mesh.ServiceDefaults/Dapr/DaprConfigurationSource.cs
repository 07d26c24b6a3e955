using Dapr.Client;
using Microsoft.Extensions.Configuration;

namespace Mesh.ServiceDefaults.Dapr;

/// <summary>All items of a configuration store.</summary>
internal sealed class DaprConfigurationSource(DaprClient client, string store) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) =>
        new DaprConfigurationProvider(client, store);
}
