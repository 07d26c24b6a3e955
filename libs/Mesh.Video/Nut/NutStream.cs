using System.Buffers.Binary;

namespace Mesh.Video.Nut;

/// <summary>
/// Writes RGB24 frames with exact timestamps in the NUT container, the only one ffmpeg reads from a pipe that takes
/// any rational time base.
/// </summary>
/// <remarks>The NUT format, version 3, as of 2008 (ffmpeg.org/nut.html).</remarks>
internal static class NutStream
{
    private const ulong MainCode = 0x4E4D_7A56_1F5F_04AD;
    private const ulong StreamCode = 0x4E53_1140_5BF2_F9DB;
    private const ulong SyncPointCode = 0x4E4B_E4AD_EECA_4569;
    private const int Version = 3;
    private const int MaxDistance = 65536;
    private const int ChecksummedHeaderLength = 4096;

    // Every frame is a key frame with its own timestamp, size and header checksum.
    private const long FrameFlags = 1 | 8 | 32 | 64;
    private const byte FrameCode = 0;
    private const int TimestampBits = 7;

    /// <summary>File identifier, main header and the header of the only stream.</summary>
    public static byte[] Header(PixelSize size, Rational timeBase, Rational sampleAspect)
    {
        var main = new NutBytes()
            .Value(Version).Value(1).Value(MaxDistance)
            .Value(1).Value(timeBase.Num).Value(timeBase.Den)
            // One rule for all frame codes but 'N', which is reserved: flags, then six fields.
            .Value(FrameFlags).Value(6).Value(0).Value(1).Value(0).Value(0).Value(0).Value(255)
            .Value(0);
        var stream = new NutBytes()
            .Value(0).Value(0).Value(4).Raw("RGB\x18"u8)
            .Value(0).Value(TimestampBits).Value(1).Value(0).Value(0).Value(0)
            .Value(size.Width).Value(size.Height).Value(sampleAspect.Num).Value(sampleAspect.Den).Value(0);
        return new NutBytes()
            .Raw("nut/multimedia container\0"u8)
            .Raw(Packet(MainCode, main)).Raw(Packet(StreamCode, stream))
            .ToArray();
    }

    /// <summary>What stands before the pixels of a frame: a synchronisation point, then the frame header.</summary>
    /// <param name="timestamp">Ticks, not negative.</param>
    /// <param name="length">Bytes of the frame.</param>
    public static byte[] FrameHeader(long timestamp, int length)
    {
        var header = new NutBytes().Raw([FrameCode]).Value(timestamp + (1 << TimestampBits)).Value(length);
        return new NutBytes()
            .Raw(Packet(SyncPointCode, new NutBytes().Value(timestamp).Value(0)))
            .Raw(header.ToArray()).Checksum(header)
            .ToArray();
    }

    private static byte[] Packet(ulong code, NutBytes body)
    {
        Span<byte> start = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(start, code);
        var length = body.Length + NutBytes.ChecksumLength;
        if (length > ChecksummedHeaderLength)
            throw new InvalidOperationException($"A NUT header has at most {ChecksummedHeaderLength} bytes.");
        return new NutBytes().Raw(start).Value(length).Raw(body.ToArray()).Checksum(body).ToArray();
    }
}
