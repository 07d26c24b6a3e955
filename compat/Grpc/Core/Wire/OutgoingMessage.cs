using System.Buffers;

namespace Grpc.Core.Wire;

/// <summary>Serializes one message into a pooled array, behind room for its prefix.</summary>
internal sealed class OutgoingMessage : SerializationContext, IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 512;

    private byte[] _buffer = [];
    private int _end = MessagePrefix.Length;
    private readonly int? _limit;

    /// <param name="limit">Most bytes that the payload may have; null for no limit.</param>
    public OutgoingMessage(int? limit = null) => _limit = limit;

    /// <summary>The payload so far.</summary>
    public ReadOnlyMemory<byte> Payload => _buffer.Length == 0
        ? ReadOnlyMemory<byte>.Empty
        : _buffer.AsMemory(MessagePrefix.Length, _end - MessagePrefix.Length);

    /// <summary>Prefix and payload.</summary>
    /// <exception cref="RpcException">The payload exceeds the limit.</exception>
    public ReadOnlyMemory<byte> Frame(bool compressed)
    {
        CheckLength(_end - MessagePrefix.Length);
        Reserve(0);
        MessagePrefix.Write(_buffer, compressed, _end - MessagePrefix.Length);
        return _buffer.AsMemory(0, _end);
    }

    public override void SetPayloadLength(int payloadLength)
    {
        CheckLength(payloadLength);
        Reserve(payloadLength);
    }

    public override IBufferWriter<byte> GetBufferWriter() => this;

    public override void Complete()
    {
    }

    public override void Complete(byte[] payload)
    {
        SetPayloadLength(payload.Length);
        this.Write(payload);
    }

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the array back; nothing may use what came from here any more.</summary>
    public void Dispose()
    {
        var buffer = _buffer;
        (_buffer, _end) = ([], MessagePrefix.Length);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Reserve(int count)
    {
        var needed = _end + count;
        if (needed <= _buffer.Length && _buffer.Length > 0)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(FirstSize, 2 * _buffer.Length)));
        _buffer.AsSpan(0, Math.Min(_end, _buffer.Length)).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void CheckLength(int length)
    {
        if (length > _limit)
            throw Failures.TooLarge("Sending", length, _limit);
    }
}
