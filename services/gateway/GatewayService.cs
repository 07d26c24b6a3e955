using MassTransit;
using Mesh.Gateway.Edits;
using Mesh.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Mesh.Gateway;

/// <summary>The public face of the mesh, and the keeper of its edits.</summary>
public sealed class GatewayService : IMeshService
{
    public string Name => "gateway";

    public void AddServices(IHostApplicationBuilder builder) => EditsFeature.AddServices(builder);

    public void AddConsumers(IBusRegistrationConfigurator bus) => EditsFeature.AddConsumers(bus);

    public void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus) =>
        EditsFeature.AddEndpoints(context, bus);

    public void Map(WebApplication app)
    {
    }
}
