using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Curator.Api;
using Mesh.Curator.Bus;
using Mesh.Curator.Jobs;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Bus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Curator;

/// <summary>The curation: raw films to training data, by as many workers as there are.</summary>
public sealed class CurationService : IMeshService
{
    public string Name => "curation";

    public void AddServices(IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(CurationOptions.Section).Get<CurationOptions>() ?? new();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<RunningJobs>();
        builder.Services.AddSingleton<JobPipelines>();
        builder.Services.AddSingleton<JobSources>();
        builder.Services.AddSingleton<JobSubmission>();
        builder.Services.AddSingleton<JobWork>();
        builder.Services.AddSingleton<DeadCurationFilter>();
        builder.Services.AddHostedService<JobResume>();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<SubmitConsumer>();
        bus.AddConsumer<LookConsumer>();
        bus.AddConsumer<ChooseConsumer>();
        bus.AddConsumer<MakeConsumer>();
        bus.AddConsumer<WriteConsumer>();
        bus.AddConsumer<CancelCurationConsumer>();
    }

    public void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        var options = context.GetRequiredService<CurationOptions>();
        // Who wants to hear of the first job binds a queue before anything was told.
        bus.Publish<CurationProgressed>(_ => { });
        bus.Publish<ClipCurated>(_ => { });
        bus.Publish<CurationCompleted>(_ => { });
        bus.DeployPublishTopology = true;
        bus.KeptQueue(CurationQueues.Dead, endpoint => endpoint.ConfigureReceive(
            receive => receive.UseFilter(context.GetRequiredService<DeadCurationFilter>())));
        bus.WorkQueue(context, CurationQueues.Submit, CurationQueues.Dead, 1, endpoint =>
        {
            endpoint.UseRawJsonDeserializer(RawSerializerOptions.All, isDefault: true);
            endpoint.ConfigureConsumer<SubmitConsumer>(context);
        });
        bus.WorkQueue(context, CurationQueues.Look, CurationQueues.Dead, options.Looks, endpoint =>
            endpoint.ConfigureConsumer<LookConsumer>(context));
        bus.WorkQueue(context, CurationQueues.Make, CurationQueues.Dead, options.Makes, endpoint =>
            endpoint.ConfigureConsumer<MakeConsumer>(context));
        bus.WorkQueue(context, CurationQueues.Whole, CurationQueues.Dead, 1, endpoint =>
        {
            endpoint.ConfigureConsumer<ChooseConsumer>(context);
            endpoint.ConfigureConsumer<WriteConsumer>(context);
        });
        bus.Everywhere<CancelCurationConsumer>(context);
    }

    public void Map(WebApplication app) => app.MapGrpcService<CurationCalls>();
}
