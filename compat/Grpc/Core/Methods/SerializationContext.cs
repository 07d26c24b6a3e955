using System.Buffers;

namespace Grpc.Core;

/// <summary>Takes the bytes of one message, either whole or through a writer.</summary>
public abstract class SerializationContext
{
    /// <summary>Takes the whole payload.</summary>
    public virtual void Complete(byte[] payload) =>
        throw new NotSupportedException($"{GetType()} takes no whole payload.");

    /// <summary>Where to write the payload; followed by <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() =>
        throw new NotSupportedException($"{GetType()} has no buffer writer.");

    /// <summary>Says how long the payload will be, before the writer is asked for.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends what was written to the writer.</summary>
    public virtual void Complete() => throw new NotSupportedException($"{GetType()} has no buffer writer.");
}

/// <summary>Gives the bytes of one message. They are gone once the deserializer returns.</summary>
public abstract class DeserializationContext
{
    public abstract int PayloadLength { get; }

    public virtual byte[] PayloadAsNewBuffer() => PayloadAsReadOnlySequence().ToArray();

    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(PayloadAsNewBuffer());
}
