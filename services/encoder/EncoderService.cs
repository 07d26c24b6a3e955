using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Bus;
using Mesh.Serving.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Encoder;

/// <summary>The encoder: words to the condition of a denoiser.</summary>
public sealed class EncoderService : IMeshService
{
    public string Name => "encoder";

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.Services.AddStageModels(ModelParts.Text);
        builder.Services.AddSingleton<EncodeWork>();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddStage<EncodeActivity, EncodeArguments>();
        bus.AddConsumer<EncoderCheckpoints>();
    }

    public void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        bus.StageQueues<EncodeActivity, EncodeArguments>(context, EditStageName.Encode);
        bus.Everywhere<EncoderCheckpoints>(context);
    }

    public void Map(WebApplication app) => app.MapGrpcService<EncoderCalls>();
}
