using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mesh.Gateway.Tests.Hostile;

/// <summary>Small files that ask for much, and files that pretend.</summary>
internal static class Bombs
{
    /// <summary>A few bytes that would be gigabytes of pixels.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Pictures() =>
    [
        ("png of 60000x60000", Png(60_000, 60_000)),
        ("png of 16000x16000", Png(16_000, 16_000)),
        ("gif of 65535x65535", Gif(0xFFFF, 0xFFFF)),
        ("bmp of 30000x30000", Bmp(30_000, 30_000)),
        ("yuv4mpeg of 99999x99999", Text("YUV4MPEG2 W99999 H99999 F25:1\nFRAME\n")),
    ];

    public static IEnumerable<(string Name, byte[] Bytes)> All(byte[] film) => Pictures().Concat(Pretenders(film));

    private static IEnumerable<(string Name, byte[] Bytes)> Pretenders(byte[] film)
    {
        yield return ("mp4 whose picture is 65500x65500", Everywhere(film, [0, 48, 0, 40], [0xFF, 0xDC, 0xFF, 0xDC]));
        yield return ("mp4 that lasts for ever", After(film, "mvhd", 12, 0x7FFFFFFF));
        yield return ("mp4 whose track lasts for ever", After(film, "mdhd", 12, 0x7FFFFFFF));
        yield return ("mp4 with 2^31 samples", After(film, "stsz", 8, 0x7FFFFFFF));
        yield return ("mp4 with 2^32 times", After(film, "stts", 4, 0xFFFFFFFF));
        yield return ("mp4 whose time base is 0", After(film, "mdhd", 8, 0));
        yield return ("ten thousand nested boxes", [.. film[..32], .. Nested(10_000)]);
        yield return ("yuv4mpeg without end", [.. Text("YUV4MPEG2 W16 H16 F25:1 C420\n"), .. Frames(400)]);
        yield return ("concat script", Text("ffconcat version 1.0\nfile /etc/passwd\n"));
        yield return ("playlist", Text("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"));
        yield return ("session description", Text("v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n"));
        yield return ("manifest", Text("<?xml version=\"1.0\"?><MPD><BaseURL>http://127.0.0.1:9/</BaseURL></MPD>"));
        yield return ("subtitles", Text("1\n00:00:00,000 --> 00:00:01,000\nhello\n"));
        yield return ("zip", Zip());
        yield return ("gzip of ten megabytes", Gzip(10 << 20));
        yield return ("program", [0x7F, 0x45, 0x4C, 0x46, .. new byte[200]]);
        yield return ("shell script", Text("#!/bin/sh\ntouch /tmp/owned\n"));
        yield return ("zeros", new byte[4096]);
        yield return ("one byte", [0]);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Png(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write(Tests.Pictures.Png(width, height).AsSpan(0, 8));
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR", header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(new byte[1 << 20]);
        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, string name, byte[] content)
    {
        var bytes = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(bytes, content.Length);
        Encoding.ASCII.GetBytes(name).CopyTo(bytes, 4);
        content.CopyTo(bytes, 8);
        var checksum = Crc(bytes.AsSpan(4, content.Length + 4));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(content.Length + 8), checksum);
        file.Write(bytes);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    private static byte[] Gif(ushort width, ushort height)
    {
        byte[] size = [(byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8)];
        byte[] colours = [0, 0, 0, 255, 255, 255];
        byte[] picture = [0x2C, 0, 0, 0, 0, .. size, 0, 2, 2, 0x44, 1, 0, 0x3B];
        return [.. "GIF89a"u8, .. size, 0x80, 0, 0, .. colours, .. picture];
    }

    private static byte[] Bmp(int width, int height)
    {
        var bytes = new byte[54];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        (bytes[26], bytes[28]) = (1, 24);
        return bytes;
    }

    // The two sides of a picture, wherever they stand beside each other.
    private static byte[] Everywhere(byte[] film, byte[] size, byte[] newSize)
    {
        var bytes = (byte[])film.Clone();
        for (var at = 0; at + 4 <= bytes.Length; at++)
        {
            if (bytes.AsSpan(at, 4).SequenceEqual(size))
                newSize.CopyTo(bytes, at);
        }
        return bytes;
    }

    // Writes a number behind the name of a box.
    private static byte[] After(byte[] film, string box, int offset, uint value)
    {
        var bytes = (byte[])film.Clone();
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(box));
        Assert.True(at > 0, $"the film has no box {box}");
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + 4 + offset), value);
        return bytes;
    }

    private static byte[] Nested(int depth)
    {
        var bytes = new byte[depth * 8];
        for (var n = 0; n < depth; n++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(n * 8), bytes.Length - n * 8);
            "moov"u8.CopyTo(bytes.AsSpan(n * 8 + 4));
        }
        return bytes;
    }

    private static byte[] Frames(int count) =>
        [.. Enumerable.Range(0, count).SelectMany(_ => (byte[])[.. "FRAME\n"u8, .. new byte[384]])];

    private static byte[] Zip()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("../../film.mp4").Open();
            entry.Write(new byte[1 << 20]);
        }
        return file.ToArray();
    }

    public static byte[] Gzip(int bytes)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(new byte[bytes]);
        return file.ToArray();
    }
}
