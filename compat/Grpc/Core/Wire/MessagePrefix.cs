using System.Buffers;
using System.Buffers.Binary;

namespace Grpc.Core.Wire;

/// <summary>The five bytes before a message: a flag for compression, then its length, big-endian.</summary>
internal static class MessagePrefix
{
    public const int Length = 5;

    public static void Write(Span<byte> target, bool compressed, int length)
    {
        target[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)length);
    }

    /// <exception cref="RpcException">The flag is neither 0 nor 1, or the message is longer than the limit.</exception>
    public static (bool Compressed, int Length) Read(ReadOnlySpan<byte> prefix, int? limit)
    {
        if (prefix[0] > 1)
            throw Failures.Internal($"A message starts with flag {prefix[0]}: it must be 0 or 1.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > (uint)(limit ?? int.MaxValue))
            throw Failures.TooLarge("Received", length, limit);
        return (prefix[0] == 1, (int)length);
    }

    public static (bool Compressed, int Length) Read(in ReadOnlySequence<byte> data, int? limit)
    {
        Span<byte> prefix = stackalloc byte[Length];
        data.Slice(0, Length).CopyTo(prefix);
        return Read(prefix, limit);
    }
}
