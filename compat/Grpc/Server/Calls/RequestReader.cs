using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Core.Wire;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>Reads requests in place from the receive buffers of the connection.</summary>
internal sealed class RequestReader<TRequest>(
    HttpServerCallContext context, Func<DeserializationContext, TRequest> deserializer) : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private readonly PipeReader _input = context.HttpContext.Request.BodyReader;
    private readonly IncomingMessage _message = new();
    private TRequest? _current;

    public TRequest Current => _current
        ?? throw new InvalidOperationException("There is no current message: MoveNext comes first.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using var either = Either(cancellationToken);
        _current = await ReadAsync(either?.Token ?? context.CancellationToken).ConfigureAwait(false);
        return _current is not null;
    }

    /// <summary>The only message, after the client has said that no other follows.</summary>
    public async ValueTask<TRequest> ReadSingleAsync()
    {
        var request = await ReadAsync(context.CancellationToken).ConfigureAwait(false)
            ?? throw Failures.Internal("The call ended before its message.");
        return await ReadAsync(context.CancellationToken).ConfigureAwait(false) is null
            ? request
            : throw Failures.Internal("Another message follows the only one of the call.");
    }

    /// <summary>The next message; null after the last.</summary>
    private async ValueTask<TRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.IsCanceled)
                throw new OperationCanceledException("The call was cancelled.");
            var buffer = result.Buffer;
            if (TryRead(ref buffer, out var request))
            {
                _input.AdvanceTo(buffer.Start);
                return request;
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return buffer.IsEmpty ? null : throw Failures.Internal("The call ended within a message.");
        }
    }

    private bool TryRead(ref ReadOnlySequence<byte> buffer, out TRequest? request)
    {
        request = null;
        if (buffer.Length < MessagePrefix.Length)
            return false;
        var (compressed, length) = MessagePrefix.Read(buffer, context.Settings.MaxReceive);
        if (buffer.Length - MessagePrefix.Length < length)
            return false;
        var payload = buffer.Slice(MessagePrefix.Length, length);
        request = compressed ? ReadCompressed(payload) : _message.Read(payload, deserializer);
        buffer = buffer.Slice(payload.End);
        return true;
    }

    private TRequest ReadCompressed(in ReadOnlySequence<byte> payload)
    {
        using var plain = MessageCompression.Decompress(context.RequestEncoding, payload, context.Settings.MaxReceive);
        return _message.Read(new ReadOnlySequence<byte>(plain.Payload), deserializer);
    }

    private CancellationTokenSource? Either(CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.CancellationToken)
        : null;
}
