using MassTransit;
using Mesh.Gateway.Api;
using Mesh.Gateway.Edits;
using Mesh.Gateway.Rest;
using Mesh.Gateway.Retention;
using Mesh.Gateway.Tenancy;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Dapr;
using Mesh.ServiceDefaults.Hosting;
using Mesh.ServiceDefaults.Pictures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Mesh.Gateway;

/// <summary>The public API of the mesh, and the edits that it accepts.</summary>
public sealed class GatewayService : IMeshService
{
    public string Name => "gateway";

    public void AddServices(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(UploadRules.Read(builder.Configuration));
        services.AddSingleton<VideoCheck>();
        services.AddSingleton(_ => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,  // uploads have limits of their own
        });
        services.AddSingleton(TimeProvider.System);
        TenancyFeature.AddServices(services, builder.Configuration);
        RetentionFeature.AddServices(services, builder.Configuration);
        services.AddSingleton<StageTimes>();
        services.AddSingleton<EditIntake>();
        services.AddSingleton<EditLookup>();
        services.AddSingleton<EditView>();
        services.AddSingleton<EditWatch>();
        services.AddSingleton<EditDownload>();
        services.AddSingleton<EditRemoval>();
        services.TryAddSingleton<IPictureStage, RemotePictureStage>();  // a dit in this process takes its place
        AddRest(services);
        services.AddHealthChecks().AddCheck<JobStoreHealth>(JobStoreHealth.Name);
        EditsFeature.AddServices(builder);
        StageProbes.Add(builder);
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        EditsFeature.AddConsumers(bus);
        bus.AddConsumer<StageTimesConsumer>();
    }

    public void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        EditsFeature.AddEndpoints(context, bus);
        bus.Everywhere<StageTimesConsumer>(context);
    }

    public void Map(WebApplication app)
    {
        RestGate.Map(app);
        app.MapGrpcService<GatewayGrpcService>();
        RestEndpoints.Map(app);
        StageProbes.Map(app);
    }

    private static void AddRest(IServiceCollection services)
    {
        services.AddSingleton(provider =>
            new VideoShape(provider.GetRequiredService<MeshOptions>().Models.Default));
        services.AddSingleton<RestErrors>();
        services.AddSingleton<VideoRoutes>();
        services.AddSingleton<VideoContent>();
        services.AddSingleton<VideoPreview>();
        services.AddSingleton<VideoEvents>();
        services.AddSingleton<PictureRoutes>();
    }
}
