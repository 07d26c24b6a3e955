using System.Net;
using Grpc.Core.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>A serialized request that several attempts may be sending; its array goes back after the last.</summary>
internal sealed class SharedRequest(OutgoingMessage message, bool compressed)
{
    private int _users = 1;

    /// <summary>Bytes with the prefix.</summary>
    public ReadOnlyMemory<byte> Frame { get; } = message.Frame(compressed);

    /// <summary>False once it is gone.</summary>
    public bool TryUse()
    {
        for (var users = Volatile.Read(ref _users); users > 0;)
        {
            var found = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (found == users)
                return true;
            users = found;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            message.Dispose();
    }
}

/// <summary>The body of one attempt with one message.</summary>
internal sealed class UnaryContent(SharedRequest request) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(!request.TryUse(), this);
        try
        {
            await stream.WriteAsync(request.Frame, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.Release();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
