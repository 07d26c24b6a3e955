using System.Buffers.Binary;

namespace Mesh.Video.Nut;

/// <summary>Bytes of a NUT file under construction.</summary>
internal sealed class NutBytes
{
    /// <summary>Bytes of a checksum.</summary>
    public const int ChecksumLength = 4;

    private const uint Polynomial = 0x04C1_1DB7;

    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public byte[] ToArray() => [.. _bytes];

    public NutBytes Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A non-negative number, seven bits a byte, most significant first.</summary>
    public NutBytes Value(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var shift = 0;
        while (value >> shift > 127)
            shift += 7;
        for (; shift > 0; shift -= 7)
            _bytes.Add((byte)(0x80 | ((value >> shift) & 0x7F)));
        _bytes.Add((byte)(value & 0x7F));
        return this;
    }

    /// <summary>The CRC-32 of other bytes, most significant bit first, starting at zero.</summary>
    public NutBytes Checksum(NutBytes of)
    {
        var crc = 0u;
        foreach (var value in of._bytes)
        {
            crc ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc << 1) ^ (crc >> 31) * Polynomial;
        }

        Span<byte> big = stackalloc byte[ChecksumLength];
        BinaryPrimitives.WriteUInt32BigEndian(big, crc);
        return Raw(big);
    }
}
