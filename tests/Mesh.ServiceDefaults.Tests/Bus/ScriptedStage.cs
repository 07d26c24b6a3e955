using System.Threading.Channels;
using MassTransit;
using MassTransit.Courier.Contracts;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.ServiceDefaults.Tests.Bus;

/// <summary>A service whose one stage does what a test says.</summary>
internal sealed class ScriptedService(ScriptedStage.Script script, Channel<object> ends) : IMeshService
{
    public string Name => "encoder";

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(script);
        builder.Services.AddSingleton(ends);
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddStage<ScriptedStage, EncodeArguments>();
        bus.AddConsumer<EndConsumer>();
    }

    public void AddEndpoints(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        bus.StageQueues<ScriptedStage, EncodeArguments>(context, EditStageName.Encode);
        bus.KeptQueue(MeshQueues.Ended, endpoint => endpoint.ConfigureConsumer<EndConsumer>(context));
    }

    public void Map(WebApplication app)
    {
    }
}

/// <summary>The stage of <see cref="ScriptedService"/>.</summary>
internal sealed class ScriptedStage(StageTools tools, ScriptedStage.Script script)
    : StageActivity<EncodeArguments>(tools)
{
    /// <summary>What the stage does; it has to write TextKey.</summary>
    public delegate Task Script(EncodeArguments arguments, IProgress<StageProgress> progress, CancellationToken token);

    protected override EditStageName Stage => EditStageName.Encode;

    protected override IReadOnlyList<string> Outputs(EncodeArguments arguments) => [arguments.TextKey];

    protected override Task RunAsync(
        EncodeArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation) =>
        script(arguments, progress, cancellation);
}

/// <summary>Collects how slips end.</summary>
internal sealed class EndConsumer(Channel<object> ends)
    : IConsumer<RoutingSlipCompleted>, IConsumer<RoutingSlipFaulted>, IConsumer<RoutingSlipTerminated>
{
    public Task Consume(ConsumeContext<RoutingSlipCompleted> context) =>
        ends.Writer.WriteAsync(context.Message).AsTask();

    public Task Consume(ConsumeContext<RoutingSlipFaulted> context) => ends.Writer.WriteAsync(context.Message).AsTask();

    public Task Consume(ConsumeContext<RoutingSlipTerminated> context) =>
        ends.Writer.WriteAsync(context.Message).AsTask();
}
