using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Core.Wire;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>Writes responses into the send buffers of the connection.</summary>
internal sealed class ResponseWriter<TResponse>(
    HttpServerCallContext context, Action<TResponse, SerializationContext> serializer) : IServerStreamWriter<TResponse>
    where TResponse : class
{
    private readonly PipeWriter _output = context.HttpContext.Response.BodyWriter;
    private Task _last = Task.CompletedTask;

    public WriteOptions? WriteOptions
    {
        get => context.WriteOptions;
        set => context.WriteOptions = value;
    }

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        context.CancellationToken.ThrowIfCancellationRequested();
        context.BeginWrite();
        return _last = SendAsync(message, cancellationToken);
    }

    /// <summary>The only message; it leaves with the status.</summary>
    public void WriteSingle(TResponse? message)
    {
        if (message is null)
            throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."));
        context.BeginWrite();
        Serialize(message);
        context.EndWrite();
    }

    /// <summary>Waits for a write that the method did not wait for.</summary>
    public Task DrainAsync() => _last;

    private async Task SendAsync(TResponse message, CancellationToken cancellationToken)
    {
        try
        {
            Serialize(message);
            var flags = context.WriteOptions?.Flags ?? default;
            if (flags.HasFlag(WriteFlags.BufferHint))
                return;
            using var either = cancellationToken.CanBeCanceled
                ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.CancellationToken)
                : null;
            var result = await _output.FlushAsync(either?.Token ?? context.CancellationToken).ConfigureAwait(false);
            if (result.IsCompleted || result.IsCanceled)
                throw new OperationCanceledException("The client has gone.", context.CancellationToken);
        }
        finally
        {
            context.EndWrite();
        }
    }

    private void Serialize(TResponse message)
    {
        var plain = context.WriteOptions?.Flags.HasFlag(WriteFlags.NoCompress) == true;
        if (context.ResponseEncoding is { } encoding && !plain)
            SerializeCompressed(message, encoding);
        else
            serializer(message, new PipeMessage(_output, context.Settings.MaxSend));
        context.HasBody = true;
    }

    private void SerializeCompressed(TResponse message, ICompressionProvider encoding)
    {
        using var payload = new OutgoingMessage(context.Settings.MaxSend);
        serializer(message, payload);
        var plain = payload.Frame(compressed: false);
        if (payload.Payload.IsEmpty)
        {
            // Encoders write nothing at all for nothing, which is no valid stream.
            _output.Write(plain.Span);
            return;
        }

        using var compressed = MessageCompression.Compress(encoding, context.Settings.ResponseLevel, payload);
        _output.Write(compressed.Frame(compressed: true).Span);
    }
}
