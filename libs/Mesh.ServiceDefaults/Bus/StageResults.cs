using MassTransit;
using MassTransit.Courier.Contracts;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// Sends the slip on, patiently. When a send fails, the bus would take the stage itself for failed and end the edit;
/// here the message goes back unacknowledged, and the stage is skipped when it comes again.
/// </summary>
internal class SentResult(ExecutionResult inner) : ExecutionResult
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private Exception? _failure;

    public async Task Evaluate()
    {
        if (_failure is not null)
            throw _failure;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await SendAsync();
                return;
            }
            catch (Exception) when (attempt < Pauses.Length)
            {
                await Task.Delay(Pauses[attempt]);
            }
            catch (Exception error)
            {
                _failure = error;
                throw;
            }
        }
    }

    public bool IsFaulted(out Exception exception)
    {
        exception = _failure!;
        return _failure is not null;
    }

    protected virtual Task SendAsync() => inner.Evaluate();
}

/// <summary>Puts the message back into its queue, for this worker or another.</summary>
internal sealed class ReturnedResult(ExecuteContext context, StageDelivery delivery) : SentResult(context.Completed())
{
    protected override async Task SendAsync()
    {
        var queue = await context.GetSendEndpoint(MeshQueues.Address(delivery.Queue));
        await queue.Send<RoutingSlip>(context.Message, Pipe.Execute<SendContext<RoutingSlip>>(
            sending => sending.Headers.Set(StageDelivery.DeliveriesHeader, delivery.Deliveries)));
    }
}
