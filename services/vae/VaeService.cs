using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Bus;
using Mesh.Serving.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Vae;

/// <summary>The vae: film to latents, and latents to film.</summary>
public sealed class VaeService : IMeshService
{
    public string Name => "vae";

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.Services.AddStageModels(ModelParts.Vae);
        builder.Services.AddSingleton<EarlyWriters>();
        builder.Services.AddSingleton<VaeEncodeWork>();
        builder.Services.AddSingleton<VaeDecodeWork>();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddStage<VaeEncodeActivity, VaeEncodeArguments>();
        bus.AddStage<VaeDecodeActivity, VaeDecodeArguments>();
        bus.AddConsumer<VaeCheckpoints>();
    }

    public void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        bus.StageQueues<VaeEncodeActivity, VaeEncodeArguments>(context, EditStageName.VaeEncode);
        bus.StageQueues<VaeDecodeActivity, VaeDecodeArguments>(context, EditStageName.VaeDecode);
        bus.Everywhere<VaeCheckpoints>(context);
    }

    public void Map(WebApplication app) => app.MapGrpcService<VaeCalls>();
}
