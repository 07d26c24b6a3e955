using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Mesh.ServiceDefaults;

/// <summary>One deployable, as a part that a host can carry alone or beside others.</summary>
public interface IMeshService
{
    /// <summary>Deploy name, for example "dit": image, Kubernetes service, telemetry resource.</summary>
    string Name { get; }

    /// <summary>What the service is made of.</summary>
    void AddServices(IHostApplicationBuilder builder);

    /// <summary>Its consumers and activities.</summary>
    void AddConsumers(IBusRegistrationConfigurator bus);

    /// <summary>Its queues.</summary>
    void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus);

    /// <summary>Its gRPC services and routes.</summary>
    void Map(WebApplication app);
}
