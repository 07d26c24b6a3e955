using System.Text.Json;
using MassTransit;
using Mesh.Stores.Jobs;
using Microsoft.Extensions.Logging;

namespace Mesh.Gateway.Edits;

/// <summary>
/// Fails the edit of a message that was given up: its worker died with it too often, or nobody can read it. Works on
/// the bytes and headers, since the message itself may be what is wrong.
/// </summary>
/// <param name="endings">Taken when the first message comes: it needs the bus, which is being built now.</param>
/// <param name="logger">For what belongs to no edit.</param>
internal sealed class DeadLetterFilter(Lazy<EditEndings> endings, ILogger<DeadLetterFilter> logger)
    : IFilter<ReceiveContext>
{
    private const int Aborted = 10;
    private const string CorrelationId = "CorrelationId";

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var from = context.TransportHeaders.Get<string>("x-first-death-queue") ?? "a queue of the mesh";
        if (Edit(context) is not { } edit)
        {
            logger.LogError(
                "A message of {Length} bytes from {Queue} is of no edit and was dropped", context.Body.Length, from);
            return;
        }
        var stage = from.Split('.') is ["mesh", var word, _] ? word : "unknown";
        await endings.Value.FailAsync(
            edit,
            new EditError(Aborted, $"The stage {stage} was given up: its workers did not survive this edit."),
            context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");

    private static Guid? Edit(ReceiveContext context) =>
        Guid.TryParse(context.TransportHeaders.Get<string>(CorrelationId), out var named) ? named
        : FromBody(context.Body.GetBytes());

    private static Guid? FromBody(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("message", out var message)
                && message.TryGetProperty("trackingNumber", out var number)
                && number.TryGetGuid(out var edit) ? edit : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
