using System.Buffers.Binary;
using System.IO.Compression;

namespace Mesh.Video.Images;

/// <summary>Reads the PNG files that <see cref="PngFile"/> and most tools write.</summary>
internal static class PngReader
{
    private const int PaletteType = 3;
    private const int ChunkOverhead = 12;
    private const long MaxPixels = 1L << 28;

    // Deflate packs at most 1032 bytes into one, so a few bytes cannot ask for a gigabyte.
    private const long MaxCompression = 1032;

    /// <exception cref="InvalidDataException">The bytes are damaged or of a kind that is not read.</exception>
    public static Raster Decode(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PngFile.Signature))
            throw new InvalidDataException("it does not start as one");

        var (header, palette) = (Array.Empty<byte>(), Array.Empty<byte>());
        using var compressed = new MemoryStream();
        for (var rest = file[PngFile.Signature.Length..]; rest.Length >= ChunkOverhead;)
        {
            var content = ContentOf(rest);
            var name = rest.Slice(4, 4);
            if (name.SequenceEqual("IHDR"u8))
                header = content.ToArray();
            else if (name.SequenceEqual("PLTE"u8))
                palette = content.ToArray();
            else if (name.SequenceEqual("IDAT"u8))
                compressed.Write(content);
            rest = rest[(content.Length + ChunkOverhead)..];
        }
        compressed.Position = 0;
        return Picture(header, palette, compressed);
    }

    /// <summary>What the first chunk holds: a length, four letters, the content, a checksum.</summary>
    private static ReadOnlySpan<byte> ContentOf(ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - ChunkOverhead)
            throw new InvalidDataException("it is cut off");

        var content = rest.Slice(8, (int)length);
        var expected = BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]);
        if (PngChecksum.Of(rest.Slice(4, 4), content) != expected)
            throw new InvalidDataException("a checksum is wrong");
        return content;
    }

    private static Raster Picture(ReadOnlySpan<byte> header, byte[] palette, MemoryStream compressed)
    {
        if (header.Length != 13)
            throw new InvalidDataException("it has no header");

        var width = BinaryPrimitives.ReadInt32BigEndian(header);
        var height = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        var (depth, type, isInterlaced) = (header[8], header[9], header[12] != 0);
        if (width < 1 || height < 1 || (long)width * height > MaxPixels)
            throw new InvalidDataException($"a size of {width}x{height} is absurd");
        if (depth != 8 || isInterlaced)
            throw new InvalidDataException("only 8 bits without interlacing are read");

        var channels = type switch
        {
            0 or PaletteType => 1,
            2 => 3,
            4 => 2,
            6 => 4,
            _ => throw new InvalidDataException($"there is no colour type {type}"),
        };
        var samples = Rows(compressed, width * channels, height, channels);
        return type == PaletteType
            ? new(width, height, 3, Coloured(samples, palette))
            : new(width, height, channels, samples);
    }

    private static byte[] Rows(MemoryStream compressed, int stride, int height, int step)
    {
        if (compressed.Length * MaxCompression < (long)stride * height)
            throw new InvalidDataException("it is cut off");

        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        var samples = new byte[stride * height];
        var zeros = new byte[stride];
        for (var y = 0; y < height; y++)
        {
            var row = samples.AsSpan(y * stride, stride);
            var filter = zlib.ReadByte();
            if (filter < 0 || zlib.ReadAtLeast(row, stride, throwOnEndOfStream: false) < stride)
                throw new InvalidDataException("it is cut off");
            PngFilter.Undo((byte)filter, row, y == 0 ? zeros : samples.AsSpan((y - 1) * stride, stride), step);
        }
        return samples;
    }

    private static byte[] Coloured(byte[] indices, byte[] palette)
    {
        var pixels = new byte[indices.Length * 3];
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] * 3 + 3 > palette.Length)
                throw new InvalidDataException("a pixel is not in the palette");
            palette.AsSpan(indices[i] * 3, 3).CopyTo(pixels.AsSpan(i * 3));
        }
        return pixels;
    }
}
