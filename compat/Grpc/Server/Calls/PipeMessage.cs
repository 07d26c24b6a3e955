using System.Buffers;
using Grpc.Core;
using Grpc.Core.Wire;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>Serializes a message in place when its length is known first, else through a pooled array.</summary>
internal sealed class PipeMessage(IBufferWriter<byte> output, int? limit) : SerializationContext
{
    private bool _hasPrefix;
    private OutgoingMessage? _unsized;

    public override void SetPayloadLength(int payloadLength)
    {
        if (payloadLength > limit)
            throw Failures.TooLarge("Sending", payloadLength, limit);
        MessagePrefix.Write(output.GetSpan(MessagePrefix.Length), compressed: false, payloadLength);
        output.Advance(MessagePrefix.Length);
        _hasPrefix = true;
    }

    public override IBufferWriter<byte> GetBufferWriter() =>
        _hasPrefix ? output : _unsized ??= new OutgoingMessage(limit);

    public override void Complete()
    {
        if (_unsized is null)
            return;
        output.Write(_unsized.Frame(compressed: false).Span);
        _unsized.Dispose();
        _unsized = null;
    }

    public override void Complete(byte[] payload)
    {
        if (!_hasPrefix)
            SetPayloadLength(payload.Length);
        output.Write(payload);
    }
}
