using System.Buffers;
using Grpc.Core;
using Grpc.Core.Wire;
using Grpc.Net.Compression;

namespace Grpc.Net.Client.Calls;

/// <summary>Cuts a response body into messages, each in one piece of a pooled array.</summary>
internal sealed class MessageStream(Stream source, ICompressionProvider? encoding, int? limit) : IDisposable
{
    private const int FirstSize = 4096;
    private const int StreamingSize = 64 * 1024;

    private readonly IncomingMessage _message = new();
    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>The next message; null after the last.</summary>
    public async ValueTask<T?> ReadAsync<T>(
        Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        if (!await FillAsync(MessagePrefix.Length, cancellationToken).ConfigureAwait(false))
            return null;
        var (compressed, length) = MessagePrefix.Read(_buffer.AsSpan(_start), limit);
        await FillAsync(MessagePrefix.Length + length, cancellationToken).ConfigureAwait(false);
        var payload = new ReadOnlySequence<byte>(_buffer, _start + MessagePrefix.Length, length);
        _start += MessagePrefix.Length + length;
        if (!compressed)
            return Read(payload, deserializer);
        using var plain = MessageCompression.Decompress(encoding, payload, limit);
        return Read(new ReadOnlySequence<byte>(plain.Payload), deserializer);
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private T Read<T>(in ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
        where T : class
    {
        try
        {
            return _message.Read(payload, deserializer);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw new RpcException(new Status(
                StatusCode.Internal, $"A message of {payload.Length} bytes is no {typeof(T).Name}: {failure.Message}",
                failure));
        }
    }

    /// <summary>Has at least so many bytes; false when the body ended before the first of them.</summary>
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_end - _start >= count)
            return true;
        Reserve(count);
        while (_end - _start < count)
        {
            var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return _end == _start ? false : throw Failures.Internal("The response ended within a message.");
            _end += read;
        }

        return true;
    }

    private void Reserve(int count)
    {
        var held = _end - _start;
        if (held == 0)
            _start = _end = 0;
        if (_buffer.Length - _start >= count)
            return;
        var target = _buffer;
        if (_buffer.Length < count)
            target = ArrayPool<byte>.Shared.Rent(Math.Max(count, _buffer.Length == 0 ? FirstSize : StreamingSize));
        _buffer.AsSpan(_start, held).CopyTo(target);
        if (target != _buffer && _buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, held);
    }
}
