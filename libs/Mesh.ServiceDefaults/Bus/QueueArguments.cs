using Mesh.ServiceDefaults.Hosting;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// What the mesh's durable queues are declared with. Every process declares with the same arguments, or the broker
/// refuses: change them only together with the names of the queues.
/// </summary>
internal static class QueueArguments
{
    /// <summary>Argument of quorum queues, and the header that counts: deliveries that were not acknowledged.</summary>
    public const string DeliveryCountHeader = "x-delivery-count";

    /// <summary>
    /// Replicated; a message that was delivered too often goes to the exchange <paramref name="dead"/>.
    /// </summary>
    public static Dictionary<string, object?> Work(BusOptions options, string dead = MeshQueues.Dead) => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = options.DeliveryLimit,
        ["x-dead-letter-exchange"] = dead,
        // Dead-lettering waits for the broker's confirmation; it needs this way to overflow.
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>Replicated, without a limit: events, and what was given up.</summary>
    public static Dictionary<string, object?> Keep() => new() { ["x-queue-type"] = "quorum" };
}
