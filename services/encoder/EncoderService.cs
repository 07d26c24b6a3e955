using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Encoder.Chat;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Bus;
using Mesh.Serving.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Encoder;

/// <summary>The encoder: words to the condition of a denoiser, and conversations about pictures.</summary>
public sealed class EncoderService : IMeshService
{
    public string Name => "encoder";

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.Services.AddStageModels(ModelParts.Text);
        builder.Services.AddSingleton<EncodeWork>();
        var chat = ChatSettings.Read(builder.Configuration);
        if (chat.Folder is null)
            return;
        builder.Services.AddSingleton(chat);
        builder.Services.AddSingleton<ChatModel>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ChatModel>());
        builder.Services.AddSingleton<ChatRoutes>();
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

    public void Map(WebApplication app)
    {
        app.MapGrpcService<EncoderCalls>();
        if (app.Services.GetService<ChatRoutes>() is not null)
            ChatRoutes.Map(app);
    }
}
