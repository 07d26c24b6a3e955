using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Gateway.Edits;

/// <summary>The life of edits, from the job store through the bus to their end, as part of a gateway.</summary>
internal static class EditsFeature
{
    public static void AddServices(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var options = builder.Configuration.GetSection(DispatchOptions.Section).Get<DispatchOptions>() ?? new();
        services.AddSingleton(options);
        services.TryAddSingleton<TenantShare>(_ => _ => new());
        services.AddSingleton<EditWatchers>();
        services.AddSingleton<EditEndings>();
        services.AddSingleton(provider => new DeadLetterFilter(
            new(provider.GetRequiredService<EditEndings>),
            provider.GetRequiredService<ILogger<DeadLetterFilter>>()));
        services.AddSingleton<EditDispatcher>();
        services.AddHostedService<EditRedispatcher>();
        services.AddHostedService<WaitingGauge>();
        services.AddHostedService(provider => provider.GetRequiredService<EditDispatcher>());
    }

    public static void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddStage<FinishActivity, FinishArguments>();
        bus.AddConsumer<SlipEndConsumer>();
        bus.AddConsumer<EditNewsConsumer>();
        bus.AddConsumer<CheckpointNotes>();
    }

    public static void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        bus.StageQueues<FinishActivity, FinishArguments>(context, EditStageName.Finish);
        bus.KeptQueue(MeshQueues.Ended, endpoint =>
        {
            endpoint.UseMessageRetry(retry => retry.Exponential(
                10, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1)));
            endpoint.ConfigureConsumer<SlipEndConsumer>(context);
        });
        bus.KeptQueue(MeshQueues.Dead, endpoint => endpoint.ConfigureReceive(
            receive => receive.UseFilter(context.GetRequiredService<DeadLetterFilter>())));
        bus.Everywhere<EditNewsConsumer>(context);
        bus.Everywhere<CheckpointNotes>(context);
    }
}
