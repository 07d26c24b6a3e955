using System.Buffers.Binary;

namespace Mesh.Gateway.Tests;

/// <summary>Heads of pictures; nobody decodes their rest.</summary>
internal static class Pictures
{
    public static byte[] Png(int width, int height)
    {
        var bytes = new byte[33];
        ((byte[])[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]).CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), 13);
        "IHDR"u8.CopyTo(bytes.AsSpan(12));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        return bytes;
    }

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="metadata">Bytes of a segment before the frame header.</param>
    public static byte[] Jpeg(ushort width, ushort height, ushort metadata)
    {
        var bytes = new List<byte> { 0xFF, 0xD8, 0xFF, 0xE1, (byte)((metadata + 2) >> 8), (byte)(metadata + 2) };
        bytes.AddRange(new byte[metadata]);
        bytes.AddRange([0xFF, 0xC2, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3]);
        bytes.AddRange(new byte[9]);
        return [.. bytes];
    }
}
