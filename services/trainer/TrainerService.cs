using MassTransit;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Bus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Trainer;

/// <summary>The trainer: runs recipes on ranks, and brings their weights into the mesh.</summary>
public sealed class TrainerService : IMeshService
{
    public string Name => "trainer";

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TrainerOptions.Read(builder.Configuration));
        builder.Services.AddSingleton<TrainerMetrics>();
        builder.Services.AddSingleton<RunNews>();
        builder.Services.AddSingleton<TrainerRun>();
        builder.Services.AddSingleton<Publisher>();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus) => bus.AddConsumer<WithdrawalConsumer>();

    public void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus) =>
        bus.Everywhere<WithdrawalConsumer>(context);

    public void Map(WebApplication app)
    {
        app.MapGrpcService<TrainerCalls>();
        ReportPage.Map(app);
    }
}
