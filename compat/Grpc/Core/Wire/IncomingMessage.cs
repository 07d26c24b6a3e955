using System.Buffers;

namespace Grpc.Core.Wire;

/// <summary>The bytes of a received message while they are in a receive buffer.</summary>
internal sealed class IncomingMessage : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public IncomingMessage()
    {
    }

    public IncomingMessage(byte[] payload) => _payload = new ReadOnlySequence<byte>(payload);

    public override int PayloadLength => (int)_payload.Length;

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>Deserializes a payload that the caller may reuse afterwards.</summary>
    /// <exception cref="RpcException">The deserializer gives null.</exception>
    public T Read<T>(in ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
        where T : class
    {
        _payload = payload;
        try
        {
            return deserializer(this)
                ?? throw Failures.Internal($"The deserializer gave null for a message of {payload.Length} bytes.");
        }
        finally
        {
            _payload = default;
        }
    }
}
