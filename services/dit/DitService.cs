using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Pictures;
using Mesh.Serving.Models;
using Mesh.Serving.Pictures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Dit;

/// <summary>The dit: the latent of a source to the latent of its edit.</summary>
public sealed class DitService : IMeshService
{
    public string Name => "dit";

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.Services.AddStageModels(ModelParts.Transformer);
        builder.Services.AddSingleton<Canary>();
        builder.Services.AddSingleton<DenoiseWork>();
        builder.Services.AddSingleton<PictureHost>();
        builder.Services.AddSingleton<IPictureStage, PictureStage>();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddStage<DenoiseActivity, DenoiseArguments>();
        bus.AddConsumer<DitCheckpoints>();
    }

    public void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        bus.StageQueues<DenoiseActivity, DenoiseArguments>(context, EditStageName.Denoise);
        bus.Everywhere<DitCheckpoints>(context);
    }

    public void Map(WebApplication app) => app.MapGrpcService<DitCalls>();
}
