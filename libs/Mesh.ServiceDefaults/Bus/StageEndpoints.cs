using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>Puts a stage on the bus: one queue per priority class.</summary>
public static class StageEndpoints
{
    /// <summary>For <see cref="IMeshService.AddConsumers"/>.</summary>
    public static void AddStage<TActivity, TArguments>(this IBusRegistrationConfigurator bus)
        where TActivity : class, IExecuteActivity<TArguments>
        where TArguments : class => bus.AddExecuteActivity<TActivity, TArguments>();

    /// <summary>For <see cref="IMeshService.AddEndpoints"/>.</summary>
    public static void StageQueues<TActivity, TArguments>(
        this IBusFactoryConfigurator bus, IBusRegistrationContext context, EditStageName stage)
        where TActivity : class, IExecuteActivity<TArguments>
        where TArguments : class
    {
        var options = context.GetRequiredService<MeshOptions>().Bus;
        foreach (var priority in MeshQueues.Priorities)
        {
            bus.ReceiveEndpoint(MeshQueues.Of(stage, priority), endpoint =>
            {
                endpoint.AsWorkQueue(options);
                endpoint.ExecuteActivityHost<TActivity, TArguments>(context);
            });
        }
    }

    /// <summary>A queue that keeps what nobody reads; its messages are sent to it by name.</summary>
    public static void KeptQueue(
        this IBusFactoryConfigurator bus, string name, Action<IReceiveEndpointConfigurator> configure) =>
        bus.ReceiveEndpoint(name, endpoint =>
        {
            endpoint.ConfigureConsumeTopology = false;
            endpoint.PublishFaults = false;
            endpoint.RethrowFaultedMessages();
            if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
                rabbit.SetArguments(QueueArguments.Keep());
            configure(endpoint);
        });

    /// <summary>
    /// A queue of work that is not an edit's: quorum, so many messages at a time, tried again as configured, given up
    /// to the queue <paramref name="dead"/>.
    /// </summary>
    public static void WorkQueue(
        this IBusFactoryConfigurator bus, IBusRegistrationContext context, string name, string dead, int concurrency,
        Action<IReceiveEndpointConfigurator> configure)
    {
        var options = context.GetRequiredService<MeshOptions>().Bus;
        bus.ReceiveEndpoint(name, endpoint =>
        {
            endpoint.AsWorkQueue(options, dead, concurrency);
            configure(endpoint);
        });
    }

    /// <summary>One message at a time, tried again as configured, given up to <see cref="MeshQueues.Dead"/>.</summary>
    private static void AsWorkQueue(
        this IReceiveEndpointConfigurator endpoint, BusOptions options, string dead = MeshQueues.Dead,
        int concurrency = 1)
    {
        endpoint.ConfigureConsumeTopology = false;  // slips are sent, never published
        endpoint.PublishFaults = false;
        endpoint.PrefetchCount = concurrency;
        endpoint.ConcurrentMessageLimit = concurrency;
        // The broker counts deliveries and gives up; a message set aside by the client would hang its edit.
        endpoint.RethrowFaultedMessages();
        endpoint.ThrowOnSkippedMessages();
        // One filter with all intervals: two do not nest.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Intervals(options.RetryIntervals);
            retry.Ignore<OperationCanceledException>();
            retry.Ignore<EditInputException>();
            retry.Ignore<StaleWeightsException>();
            retry.Ignore<StageTimeoutException>();
            retry.Ignore<DeliveryLimitException>();
        });
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            rabbit.SetArguments(QueueArguments.Work(options, dead));
    }

    /// <summary>Declares the queue with exactly these arguments.</summary>
    private static void SetArguments(
        this IRabbitMqReceiveEndpointConfigurator endpoint, IReadOnlyDictionary<string, object?> arguments)
    {
        endpoint.Durable = true;
        foreach (var (key, value) in arguments)
            endpoint.SetQueueArgument(key, value);
    }
}
