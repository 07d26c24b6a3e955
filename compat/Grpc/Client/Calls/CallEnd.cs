using Grpc.Core;
using Grpc.Core.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>How and why a call ends: by its status, its deadline, its token, disposal, or a failure.</summary>
internal abstract class CallEnd : IDisposable
{
    private static readonly Status Cancelled = new(StatusCode.Cancelled, "Call canceled by the client.");
    private static readonly Status DisposedStatus = new(StatusCode.Cancelled, "gRPC call disposed.");
    private static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    private readonly CancellationTokenSource _source;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<Metadata> _headers =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _disposed;
    private CancellationToken _cancelledBy;
    private (Status Status, Metadata Trailers)? _end;

    protected CallEnd(ChannelSettings settings, CallOptions options)
    {
        (Settings, Options) = (settings, options);
        _source = CancellationTokenSource.CreateLinkedTokenSource(
            options.CancellationToken, settings.Transport.Disposed);
        Token = _source.Token;
        Deadline = options.Deadline is { } deadline && deadline != DateTime.MaxValue
            ? deadline.ToUniversalTime()
            : null;
    }

    public ChannelSettings Settings { get; }

    public CallOptions Options { get; }

    /// <summary>Headers of the response; fails with the call when it ends before them.</summary>
    public Task<Metadata> HeadersAsync => _headers.Task;

    /// <summary>Fires when the call is over from this side.</summary>
    public CancellationToken Token { get; }

    public bool HasEnded
    {
        get
        {
            lock (_lock)
                return _end is not null;
        }
    }

    /// <summary>UTC; null for none.</summary>
    protected DateTime? Deadline { get; }

    public Status GetStatus()
    {
        lock (_lock)
        {
            return _end?.Status
                ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");
        }
    }

    public Metadata GetTrailers()
    {
        lock (_lock)
        {
            return _end?.Trailers ?? throw new InvalidOperationException(
                "Can't get the call trailers because the call has not completed successfully.");
        }
    }

    public void Dispose()
    {
        _disposed = true;
        Cancel();
        End(DisposedStatus, Metadata.Empty);
    }

    /// <summary>Ends the call because one of its reads or writes was cancelled.</summary>
    public void CancelBy(CancellationToken token)
    {
        _cancelledBy = token;
        Cancel();
    }

    /// <summary>Ends the call, once, and gives the exception that tells the caller; null after OK.</summary>
    public Exception? End(Status status, Metadata trailers)
    {
        lock (_lock)
        {
            if (_end is null)
                _end = (status, trailers);
            else
                (status, trailers) = _end.Value;
        }

        var failure = status.StatusCode == StatusCode.OK ? null : ToException(status, trailers);
        if (failure is not null && _headers.TrySetException(failure))
            _ = _headers.Task.Exception;
        Release();
        _source.Dispose();
        return failure;
    }

    /// <summary>Ends the call for what was thrown; gives what to throw to the caller.</summary>
    public Exception Fail(Exception failure)
    {
        var status = failure switch
        {
            RpcException rpc => rpc.Status,
            _ when Token.IsCancellationRequested => Reason(),
            _ => TransportFailure.ToStatus(failure),
        };
        return End(status, (failure as RpcException)?.Trailers ?? Metadata.Empty) ?? failure;
    }

    /// <summary>Ends the call where nothing is waiting that would notice that it is over.</summary>
    protected void EndWhenCancelled() =>
        Token.UnsafeRegister(static call => ((CallEnd)call!).End(((CallEnd)call).Reason(), Metadata.Empty), this);

    protected void SetHeaders(Metadata headers) => _headers.TrySetResult(headers);

    /// <summary>Gives back what the call holds; its stream is reset unless it is at its end.</summary>
    protected abstract void Release();

    /// <exception cref="RpcException">The deadline has passed.</exception>
    protected void StartDeadline()
    {
        if (Deadline is not { } deadline)
            return;
        var left = deadline - DateTime.UtcNow;
        if (left <= TimeSpan.Zero)
            throw new RpcException(DeadlineExceeded);
        _source.CancelAfter(left < GrpcTimeout.MaxTimer ? left : GrpcTimeout.MaxTimer);
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call has ended.
        }
    }

    private Status Reason()
    {
        if (_disposed || Settings.Transport.IsDisposed)
            return DisposedStatus;
        return Options.CancellationToken.IsCancellationRequested || _cancelledBy.IsCancellationRequested
            ? Cancelled
            : DeadlineExceeded;
    }

    private Exception ToException(Status status, Metadata trailers)
    {
        var failure = new RpcException(status, trailers);
        return Settings.ThrowsOperationCanceled && Token.IsCancellationRequested
            && status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded
            ? new OperationCanceledException(status.Detail, failure, Options.CancellationToken)
            : failure;
    }
}
