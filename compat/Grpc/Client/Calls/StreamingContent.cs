using System.Net;

namespace Grpc.Net.Client.Calls;

/// <summary>A body that lasts until the caller has written its last message, or the call is over.</summary>
internal sealed class StreamingContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where messages go, once there is a connection; cancelled when the call ends before.</summary>
    public Task<Stream> Stream => _stream.Task;

    public void Complete()
    {
        _stream.TrySetCanceled();
        _completed.TrySetResult();
    }

    /// <summary>No message follows, but those before may still be under way.</summary>
    public void CompleteMessages() => _completed.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Sends the headers: the server may answer before the first message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!_stream.TrySetResult(stream) && !_completed.Task.IsCompleted)
            throw new IOException("Messages of a stream cannot be sent twice.");

        // Not by the token: an exception from here would take the place of the server's answer.
        await _completed.Task.ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
