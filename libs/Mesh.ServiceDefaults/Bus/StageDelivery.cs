using MassTransit;
using MassTransit.RabbitMqTransport;
using Mesh.Contracts.Bus;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>How a message came to this worker.</summary>
/// <param name="Queue">The queue it was taken from.</param>
/// <param name="Priority">Class of that queue.</param>
/// <param name="Deliveries">How often it was delivered and not acknowledged, this time not counted.</param>
/// <param name="Channel">Channel to the broker; null for the in-memory transport.</param>
internal sealed record StageDelivery(string Queue, EditPriority Priority, int Deliveries, ChannelContext? Channel)
{
    /// <summary>A message that was returned is a new one to the broker; this header goes on counting.</summary>
    public const string DeliveriesHeader = "mesh-deliveries";

    /// <summary>Whether the connection has broken, so that the broker delivers the message again.</summary>
    public bool IsLost => Channel is { Channel.IsClosed: true };

    public static StageDelivery Of(ConsumeContext context)
    {
        var queue = context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];
        var before = context.Headers.Get<int>(DeliveriesHeader) ?? 0;
        var here = context.ReceiveContext.TransportHeaders.Get<int>(QueueArguments.DeliveryCountHeader) ?? 0;
        return new(
            queue,
            MeshQueues.Parse(queue).Priority,
            before + here,
            context.ReceiveContext.TryGetPayload<ChannelContext>(out var channel) ? channel : null);
    }

    /// <summary>
    /// Whether an idle worker may be there for the message: one would have taken any that waits in the queue. Where
    /// messages wait, all are busy, and going back would only cost the message its place.
    /// </summary>
    public async Task<bool> MayBeWantedElsewhereAsync(CancellationToken cancellation) =>
        Channel is not null && (await Channel.QueueDeclarePassive(Queue, cancellation)).MessageCount == 0;
}
