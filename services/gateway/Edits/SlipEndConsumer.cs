using MassTransit;
using MassTransit.Courier.Contracts;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.Gateway.Edits;

/// <summary>Ends edits whose slip ended before its last stage, or begins them anew. The last stage ends the others.
/// </summary>
internal sealed class SlipEndConsumer(EditEndings endings)
    : IConsumer<RoutingSlipFaulted>, IConsumer<RoutingSlipTerminated>
{
    public async Task Consume(ConsumeContext<RoutingSlipFaulted> context)
    {
        if (StageFault.IsRestart(context.Message))
        {
            await endings.RestartAsync(context.Message.TrackingNumber, context.CancellationToken);
            return;
        }
        var fault = StageFault.Of(context.Message);
        await endings.FailAsync(
            context.Message.TrackingNumber, new(fault.Code, fault.Message, fault.Field), context.CancellationToken);
    }

    // Stages terminate a slip when its edit has ended; should it not have, nothing will come of it any more.
    public async Task Consume(ConsumeContext<RoutingSlipTerminated> context) =>
        await endings.CancelAsync(context.Message.TrackingNumber, context.CancellationToken);
}
