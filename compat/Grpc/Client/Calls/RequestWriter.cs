using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>Sends the messages of a call one after the other.</summary>
internal sealed class RequestWriter<TRequest, TResponse>(
    ClientCall<TRequest, TResponse> call, Method<TRequest, TResponse> method, StreamingContent content)
    : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private int _writing;
    private bool _completed;

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        if (_completed)
            throw new InvalidOperationException("Can't write the message because the request stream is complete.");
        if (Interlocked.Exchange(ref _writing, 1) == 1)
            throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
        try
        {
            ThrowIfEnded();
            var (outgoing, compressed) = call.Serialize(message, WriteOptions);
            using (outgoing)
                await SendAsync(outgoing.Frame(compressed), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        if (Volatile.Read(ref _writing) == 1)
            throw new InvalidOperationException("Can't complete the request stream because a write is in progress.");
        _completed = true;
        content.CompleteMessages();
        return Task.CompletedTask;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        using var either = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.Token)
            : null;
        var token = either?.Token ?? call.Token;
        try
        {
            var stream = await content.Stream.WaitAsync(token).ConfigureAwait(false);
            await stream.WriteAsync(frame, token).ConfigureAwait(false);
            if (WriteOptions?.Flags.HasFlag(WriteFlags.BufferHint) != true)
                await stream.FlushAsync(token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (cancellationToken.IsCancellationRequested)
                call.CancelBy(cancellationToken);
            await call.AnswerAsync().ConfigureAwait(false);
            ThrowIfEnded();
            throw new RpcException(TransportFailure.ToStatus(failure));
        }
    }

    private void ThrowIfEnded()
    {
        if (!call.HasEnded)
            return;
        var status = call.GetStatus();
        throw status.StatusCode == StatusCode.OK
            ? new InvalidOperationException($"Can't write the message because {method.FullName} is complete.")
            : new RpcException(status, call.GetTrailers());
    }
}
