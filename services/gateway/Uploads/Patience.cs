using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Artifacts;

namespace Mesh.Gateway.Uploads;

/// <summary>Waits for bytes of a caller, but not for ever.</summary>
internal static class Patience
{
    /// <param name="field">What the bytes are, for messages.</param>
    /// <param name="wait">Ends soon once its token has fired.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="cancellation">The caller has given up.</param>
    /// <exception cref="InvalidRequestException">Nothing came for too long, or the connection broke off.</exception>
    public static async ValueTask<T> WaitAsync<T>(
        string field, Func<CancellationToken, ValueTask<T>> wait, TimeSpan atMost, CancellationToken cancellation)
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
            throw new InvalidRequestException(field, $"must not pause for {atMost}, it did");
        }
        catch (IOException error) when (error is not ArtifactStoreException)
        {
            throw new InvalidRequestException(field, $"must arrive whole, it broke off: {Shown.Line(error.Message)}");
        }
    }
}
