using MassTransit;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.Curator;

/// <summary>Names of the curation's queues; each is also an exchange that is sent to.</summary>
public static class CurationQueues
{
    /// <summary>Jobs, as raw JSON from anybody.</summary>
    public const string Submit = "mesh.curation.submit";

    /// <summary>A message for each film to look at.</summary>
    public const string Look = "mesh.curation.look";

    /// <summary>A message for each film to make samples of.</summary>
    public const string Make = "mesh.curation.make";

    /// <summary>What a job needs once: choosing, and writing.</summary>
    public const string Whole = "mesh.curation.whole";

    /// <summary>What was given up.</summary>
    public const string Dead = "mesh.curation.dead";

    /// <summary>Where to send what is meant for a queue.</summary>
    public static Uri Address(string queue) => MeshQueues.Address(queue);

    /// <summary>Sends a message to a queue.</summary>
    public static async Task SendAsync<T>(
        this ISendEndpointProvider bus, string queue, T message, CancellationToken cancellation)
        where T : class
    {
        var endpoint = await bus.GetSendEndpoint(Address(queue));
        await endpoint.Send(message, cancellation);
    }
}
