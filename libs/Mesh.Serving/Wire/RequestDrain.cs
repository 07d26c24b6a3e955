using Grpc.Core;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.Serving.Wire;

/// <summary>
/// Refusals of calls that are still sending. A reply in the middle of a request resets the stream under the caller's
/// hands, who may then see that instead of the reason: so the rest is read first, within bounds.
/// </summary>
public static class RequestDrain
{
    private const int MaxMessages = 8192;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Answers a call; a refusal is told when the request has come to its end.</summary>
    public static async Task OrDrainAsync<TRequest>(
        this IAsyncStreamReader<TRequest> requests, Func<Task> answer, CancellationToken cancellation)
    {
        try
        {
            await answer();
        }
        catch (RequestException)
        {
            await ReadOnAsync(requests, cancellation);
            throw;
        }
    }

    private static async Task ReadOnAsync<TRequest>(
        IAsyncStreamReader<TRequest> requests, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            for (var messages = 0; messages < MaxMessages && await requests.MoveNext(limit.Token); messages++)
            {
            }
        }
        catch (Exception error) when (error is OperationCanceledException or RpcException or IOException
            or InvalidOperationException)
        {
            // The refusal matters, not what else is wrong with the request.
        }
    }
}
