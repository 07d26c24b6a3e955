namespace Mesh.Models.CausalVae3d;

/// <summary>How one axis is cut into overlapping tiles and put together again.</summary>
/// <param name="Limit">Longest input that stays whole.</param>
/// <param name="Size">Length of a tile of the input.</param>
/// <param name="Stride">Distance of tile starts in the input.</param>
/// <param name="Blend">Length of the cross-fade in the output.</param>
/// <param name="Keep">Length a tile adds to the output, the last one less.</param>
internal readonly record struct TileRule(long Limit, long Size, long Stride, long Blend, long Keep)
{
    /// <summary>Space: <paramref name="from"/> and <paramref name="to"/> are a tile's side before and behind.</summary>
    public static TileRule OfSpace(long from, long to, double overlap) =>
        Of(from, from, to, overlap);

    /// <summary>Time: a tile has one frame more, which the first tile adds and the others drop.</summary>
    public static TileRule OfTime(long from, long to, double overlap) =>
        Of(from, from + 1, to, overlap);

    /// <summary>Start and length of every tile; the last ones may be short, down to 1.</summary>
    public IReadOnlyList<(long Start, long Length)> Tiles(long length)
    {
        var tiles = new List<(long, long)>();
        for (var start = 0L; start < length; start += Stride)
            tiles.Add((start, Math.Min(Size, length - start)));
        return tiles;
    }

    private static TileRule Of(long from, long size, long to, double overlap)
    {
        var blend = (long)(to * overlap);
        return new TileRule(from, size, (long)(from * (1 - overlap)), blend, to - blend);
    }
}
