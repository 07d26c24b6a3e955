using System.Buffers.Binary;

namespace Mesh.Gateway.Uploads;

/// <summary>What the head of a picture says, without decoding it.</summary>
/// <param name="Extension">".png" or ".jpg".</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
internal sealed record ImageHeader(string Extension, long Width, long Height)
{
    private static readonly byte[] PngMagic = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] JpegMagic = [0xFF, 0xD8, 0xFF];

    /// <summary>Null when it is neither PNG nor JPEG, or cut off before its size.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> head) =>
        head.StartsWith(PngMagic) ? Png(head) : head.StartsWith(JpegMagic) ? Jpeg(head) : null;

    private static ImageHeader? Png(ReadOnlySpan<byte> head)
    {
        if (head.Length < 24 || !head[12..16].SequenceEqual("IHDR"u8))
            return null;
        var width = BinaryPrimitives.ReadUInt32BigEndian(head[16..]);
        return new(".png", width, BinaryPrimitives.ReadUInt32BigEndian(head[20..]));
    }

    // Segments with lengths, until the frame header, which holds the size.
    private static ImageHeader? Jpeg(ReadOnlySpan<byte> head)
    {
        for (var at = 2; at + 9 < head.Length;)
        {
            if (head[at] != 0xFF)
                return null;
            var marker = head[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new(".jpg",
                    BinaryPrimitives.ReadUInt16BigEndian(head[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(head[(at + 5)..]));
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(head[(at + 2)..]);
            if (length < 2)
                return null;
            at += 2 + length;
        }
        return null;
    }
}
