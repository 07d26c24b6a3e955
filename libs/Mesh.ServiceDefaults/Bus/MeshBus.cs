using MassTransit;
using MassTransit.Courier.Contracts;
using Mesh.ServiceDefaults.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>The bus of a host.</summary>
public static class MeshBus
{
    /// <summary>Adds the bus with the consumers and queues of the services.</summary>
    public static void Add(IServiceCollection services, MeshOptions options, IReadOnlyList<IMeshService> parts)
    {
        services.AddSingleton<BrokerTopology>();
        services.AddSingleton<RunningEdits>();
        services.AddSingleton<WorkSlot>();
        services.AddSingleton<StageTools>();
        services.AddOptions<MassTransitHostOptions>().Configure(host =>
        {
            // A gateway takes edits, and a stage serves calls, while the broker is down.
            host.WaitUntilStarted = options.Transport == MeshTransport.InMemory;
            host.StopTimeout = options.StopTimeout;
            host.ConsumerStopTimeout = options.StopTimeout;
        });
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();  // a mesh tells nobody about itself
            bus.SetKebabCaseEndpointNameFormatter();
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            bus.AddConsumer<CancelEditConsumer>();
            foreach (var part in parts)
                part.AddConsumers(bus);

            if (options.Transport == MeshTransport.InMemory)
                bus.UsingInMemory((context, transport) => Configure(context, transport, parts));
            else
            {
                bus.UsingRabbitMq((context, transport) =>
                {
                    Connect(transport, options.RabbitMq);
                    Configure(context, transport, parts);
                });
            }
        });
    }

    private static void Configure(
        IBusRegistrationContext context, IBusFactoryConfigurator transport, IReadOnlyList<IMeshService> parts)
    {
        transport.ConfigureSend(send => send.UseExecute(MarkSlip));
        transport.Everywhere<CancelEditConsumer>(context);
        foreach (var part in parts)
            part.AddEndpoints(context, transport);
    }

    /// <summary>
    /// A consumer that every process has for itself: its queue goes with the process, and so do the messages that
    /// were not read.
    /// </summary>
    public static void Everywhere<TConsumer>(this IBusFactoryConfigurator transport, IBusRegistrationContext context)
        where TConsumer : class, IConsumer =>
        transport.ReceiveEndpoint(new TemporaryEndpointDefinition(), configureEndpoint: endpoint =>
            endpoint.ConfigureConsumer<TConsumer>(context));

    // A slip that finds no queue is an error, not gone; and whoever finds one unreadable knows whose it is.
    private static void MarkSlip(SendContext sending)
    {
        if (sending is not SendContext<RoutingSlip> slip)
            return;
        slip.CorrelationId = slip.Message.TrackingNumber;
        if (slip.TryGetPayload<RabbitMqSendContext>(out var rabbit))
            rabbit.Mandatory = true;
    }

    private static void Connect(IRabbitMqBusFactoryConfigurator transport, RabbitMqOptions options) =>
        transport.Host(options.Host, (ushort)options.Port, options.VirtualHost, host =>
        {
            host.Username(options.User);
            host.Password(options.Password);
            host.PublisherConfirmation = true;
            host.OnRefreshConnectionFactory = _ => BrokerDoor.WaitAsync(options);
            host.Heartbeat(TimeSpan.FromSeconds(10));
            host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
            if (options.Tls)
                host.UseSsl(ssl => ssl.ServerName = options.Host);
        });
}
