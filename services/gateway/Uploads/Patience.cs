using Mesh.ServiceDefaults.Errors;

namespace Mesh.Gateway.Uploads;

/// <summary>Waits for a caller, but not for ever.</summary>
internal static class Patience
{
    /// <param name="wait">Ends soon once its token has fired.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="late">What to say then.</param>
    /// <param name="cancellation">The caller has given up.</param>
    public static async ValueTask<T> WaitAsync<T>(
        Func<CancellationToken, ValueTask<T>> wait, TimeSpan atMost, Func<InvalidRequestException> late,
        CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(atMost);
        try
        {
            return await wait(patience.Token);
        }
        catch (Exception error) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested
            && error is not RequestException)
        {
            throw late();
        }
    }
}
