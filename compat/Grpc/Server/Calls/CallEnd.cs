using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>Who may write to the response: a message, or the end of the call, which comes once.</summary>
internal sealed partial class HttpServerCallContext
{
    public static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    private const int Idle = 0;
    private const int Writing = 1;
    private const int Ended = 2;
    private const int ResetNoError = 0;
    private const int ResetCancel = 8;

    private int _response;

    /// <summary>Whether a message was written, sent or not.</summary>
    public bool HasBody { get; set; }

    /// <exception cref="InvalidOperationException">Another message is being written, or the call is over.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public void BeginWrite()
    {
        var found = Interlocked.CompareExchange(ref _response, Writing, Idle);
        if (found == Idle)
            return;
        CancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException(found == Writing
            ? "Can't write the message because the previous write is in progress."
            : "Can't write the message because the call is complete.");
    }

    public void EndWrite() => Interlocked.CompareExchange(ref _response, Idle, Writing);

    /// <summary>Sends the status, unless the deadline has done so.</summary>
    public async Task EndAsync(Status status)
    {
        _deadline?.Stop();
        if (Interlocked.Exchange(ref _response, Ended) == Ended || http.RequestAborted.IsCancellationRequested)
            return;
        await SendStatusAsync(status, ResponseTrailers).ConfigureAwait(false);
    }

    /// <summary>The client waits no longer: tells it even if the method has not noticed.</summary>
    private async Task EndByDeadlineAsync()
    {
        var found = Interlocked.CompareExchange(ref _response, Ended, Idle);
        if (found == Ended || http.RequestAborted.IsCancellationRequested)
            return;
        if (found == Idle)
            await SendStatusAsync(DeadlineExceeded, Metadata.Empty).ConfigureAwait(false);
        http.Features.Get<IHttpResetFeature>()?.Reset(found == Idle ? ResetNoError : ResetCancel);
    }

    private Task SendStatusAsync(Status status, Metadata trailers)
    {
        if (!http.Response.HasStarted && !HasBody && status.StatusCode != StatusCode.OK)
            return TrailersOnly.SendAsync(http, status, trailers);
        if (http.Features.Get<IHttpResponseTrailersFeature>() is not { } feature)
            throw new InvalidOperationException("This server has no trailers: gRPC needs HTTP/2.");
        TrailersOnly.Write(feature.Trailers, status, trailers);
        return http.Response.CompleteAsync();
    }
}
