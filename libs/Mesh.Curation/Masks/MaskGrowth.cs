namespace Mesh.Curation.Masks;

/// <summary>Masks as bytes, 0 or 1, rows from top to bottom.</summary>
internal static class MaskGrowth
{
    private const byte Half = 128;

    /// <summary>Bright pixels of an RGB frame.</summary>
    /// <returns>How many.</returns>
    public static int Read(ReadOnlySpan<byte> rgb, Span<byte> mask)
    {
        var count = 0;
        for (var i = 0; i < mask.Length; i++)
            count += mask[i] = rgb[3 * i] >= Half ? (byte)1 : (byte)0;
        return count;
    }

    /// <summary>Grows a mask by some pixels to every side: each pixel within a square around one of it.</summary>
    public static void Grow(Span<byte> mask, int width, int height, int pixels)
    {
        var line = new byte[Math.Max(width, height)];
        for (var y = 0; y < height; y++)
            Spread(mask.Slice(y * width, width), 1, width, pixels, line);
        for (var x = 0; x < width; x++)
            Spread(mask[x..], width, height, pixels, line);
    }

    // Along one line: the distance to the last pixel of the mask, forwards and backwards.
    private static void Spread(Span<byte> mask, int step, int count, int pixels, byte[] line)
    {
        var since = pixels + 1;
        for (var i = 0; i < count; i++)
        {
            since = mask[i * step] != 0 ? 0 : since + 1;
            line[i] = since <= pixels ? (byte)1 : (byte)0;
        }
        since = pixels + 1;
        for (var i = count - 1; i >= 0; i--)
        {
            since = mask[i * step] != 0 ? 0 : since + 1;
            if (since <= pixels)
                line[i] = 1;
        }
        for (var i = 0; i < count; i++)
            mask[i * step] = line[i];
    }
}
