using MassTransit;
using MassTransit.Courier.Contracts;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// Sends on what a stage leads to: the next stage, or the end. When that fails, the bus would take the stage itself
/// for failed and end the edit; here the message stays unacknowledged, and the stage is skipped when it comes again.
/// </summary>
/// <remarks>
/// A connection that breaks is made anew only after its consumers have ended, and a send waits for the new one: a
/// consumer that waits for its send waits for itself. So sends are limited, and given up when the connection breaks.
/// </remarks>
internal class SentResult(ExecuteContext context, ExecutionResult inner, TimeSpan limit) : ExecutionResult
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private Exception? _failure;

    public async Task Evaluate()
    {
        if (_failure is not null)
            throw _failure;  // the bus tries once more to tell of it
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await SendAsync().WaitAsync(limit, context.CancellationToken);
                return;
            }
            catch (Exception error) when (attempt == Pauses.Length || context.CancellationToken.IsCancellationRequested)
            {
                _failure = error;
                throw;
            }
            catch (Exception) when (attempt < Pauses.Length)
            {
                await Task.Delay(Pauses[attempt], context.CancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public bool IsFaulted(out Exception exception)
    {
        if (_failure is null)
            return inner.IsFaulted(out exception);
        exception = _failure;
        return true;
    }

    protected virtual Task SendAsync() => inner.Evaluate();
}

/// <summary>
/// Puts the message back into its queue, for this worker or another. Where the connection has broken, the broker has
/// done so already.
/// </summary>
internal sealed class ReturnedResult(ExecuteContext context, StageDelivery delivery, TimeSpan limit)
    : SentResult(context, context.Completed(), limit)
{
    private readonly ExecuteContext _context = context;

    protected override async Task SendAsync()
    {
        if (delivery.IsLost)
            return;
        var queue = await _context.GetSendEndpoint(MeshQueues.Address(delivery.Queue));
        await queue.Send<RoutingSlip>(
            _context.Message,
            Pipe.Execute<SendContext<RoutingSlip>>(
                sending => sending.Headers.Set(StageDelivery.DeliveriesHeader, delivery.Deliveries)),
            _context.CancellationToken);
    }
}
