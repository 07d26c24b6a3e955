using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client.Calls;

/// <summary>Sends a request until a server has taken the call on, or no further attempt is allowed.</summary>
/// <remarks>A call is committed by the first response headers: gRFC A6.</remarks>
internal sealed class CallAttempts(ChannelSettings settings, RetryPolicy? policy, bool waitForReady)
{
    private const string Pushback = "grpc-retry-pushback-ms";

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <param name="create">Makes the request of an attempt from the number of those before.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<HttpResponseMessage> SendAsync(
        Func<int, HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var (attempt, connects) = (1, 0);
        while (true)
        {
            TimeSpan? wait;
            try
            {
                var response = await settings.Transport.SendAsync(create(attempt - 1), cancellationToken)
                    .ConfigureAwait(false);
                var end = ResponseHead.TrailersOnly(response);
                wait = end is null ? Succeed() : WaitAfter(end.Value.StatusCode, PushbackOf(response), attempt);
                if (wait is null)
                    return response;
                response.Dispose();
                attempt++;
            }
            catch (Exception failure) when (failure is not RpcException && !cancellationToken.IsCancellationRequested)
            {
                wait = waitForReady && TransportFailure.IsConnect(failure) ? WaitForConnection(connects++) : null;
                if (wait is null)
                {
                    wait = WaitAfter(TransportFailure.ToStatus(failure).StatusCode, null, attempt++);
                    if (wait is null)
                        throw;
                }
            }

            await Task.Delay(wait.Value, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan? Succeed()
    {
        settings.Policies.Throttle?.Succeeded();
        return null;
    }

    /// <summary>How long to wait before another attempt; null when there is to be none.</summary>
    private TimeSpan? WaitAfter(StatusCode code, string? pushback, int attempt)
    {
        if (code == StatusCode.OK)
            return Succeed();
        if (policy is null || !policy.RetryableStatusCodes.Contains(code))
            return null;
        settings.Policies.Throttle?.Failed();
        if (attempt >= settings.Policies.Attempts(policy) || settings.Policies.Throttle?.IsActive == true)
            return null;
        if (pushback is not null)
        {
            return int.TryParse(pushback, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                ? TimeSpan.FromMilliseconds(milliseconds)
                : null;
        }

        var limit = policy.InitialBackoff!.Value * Math.Pow(policy.BackoffMultiplier!.Value, attempt - 1);
        return Random(limit < policy.MaxBackoff!.Value ? limit : policy.MaxBackoff.Value);
    }

    private static TimeSpan WaitForConnection(int connects)
    {
        var limit = FirstWait * Math.Pow(1.6, Math.Min(connects, 20));
        return Random(limit < LongestWait ? limit : LongestWait);
    }

    private static string? PushbackOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(Pushback, out var values) ? values.ToString() : null;

#pragma warning disable CA5394 // Jitter is no secret.
    private static TimeSpan Random(TimeSpan limit) => limit * System.Random.Shared.NextDouble();
#pragma warning restore CA5394
}
