using System.Buffers.Binary;
using System.IO.Compression;

namespace Mesh.Video.Images;

/// <summary>PNG pictures without a package.</summary>
/// <remarks>PNG specification, second edition (ISO/IEC 15948:2003).</remarks>
public static class PngFile
{
    internal static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>PNG's colour type for 1, 2, 3 and 4 channels.</summary>
    private static readonly byte[] ColourTypes = [0, 4, 2, 6];

    /// <summary>Writes a file, replacing one of that name.</summary>
    public static void Save(string path, RgbImage image) =>
        Save(path, new Raster(image.Width, image.Height, 3, image.Pixels));

    /// <summary>Writes a file, replacing one of that name.</summary>
    public static void Save(string path, Raster image) => File.WriteAllBytes(path, Encode(image));

    /// <summary>Reads an 8-bit gray, gray with alpha, RGB, RGBA or palette file that is not interlaced.</summary>
    /// <exception cref="VideoException">The file is missing, damaged or of another kind.</exception>
    public static Raster Load(string path)
    {
        try
        {
            return PngReader.Decode(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new VideoException($"{path}: cannot be read as PNG ({error.Message})", error);
        }
    }

    /// <summary>The bytes of a file.</summary>
    public static byte[] Encode(Raster image)
    {
        using var file = new MemoryStream();
        file.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = ColourTypes[image.Channels - 1];
        header[10..].Clear();
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(image));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(Raster image)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            var stride = image.Width * image.Channels;
            var previous = new byte[stride];
            for (var y = 0; y < image.Height; y++)
            {
                var row = image.Samples.AsSpan(y * stride, stride);
                zlib.Write(PngFilter.Up(row, previous));
                row.CopyTo(previous);
            }
        }
        return bytes.ToArray();
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(name);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngChecksum.Of(name, content));
        file.Write(number);
    }
}
