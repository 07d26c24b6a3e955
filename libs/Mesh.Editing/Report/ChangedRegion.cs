using System.Collections;
using Mesh.Video;

namespace Mesh.Editing.Report;

/// <summary>Which parts of each frame an edit changed, in blocks of 8 x 8 pixels.</summary>
/// <param name="tolerance">
/// Largest difference of a channel, in 1/255, that does not count as a change: 0 when untouched pixels are copied.
/// </param>
internal sealed class ChangedRegion(int tolerance)
{
    private const int Block = 8;

    private readonly List<BitArray> _blocks = [];
    private long _changed;
    private long _pixels;

    /// <summary>Frames that were added.</summary>
    public int Frames => _blocks.Count;

    /// <summary>Changed pixels over all pixels so far, 0 to 1.</summary>
    public double Share => _pixels == 0 ? 0 : (double)_changed / _pixels;

    /// <summary>Adds the next frame.</summary>
    public void Add(RgbImage source, RgbImage shown)
    {
        var columns = Blocks(source.Width);
        var blocks = new BitArray(columns * Blocks(source.Height));
        for (var y = 0; y < source.Height; y++)
        {
            for (var x = 0; x < source.Width; x++)
            {
                if (!Differ(source[x, y], shown[x, y]))
                    continue;
                _changed++;
                blocks[y / Block * columns + x / Block] = true;
            }
        }
        _pixels += (long)source.Width * source.Height;
        _blocks.Add(blocks);
    }

    /// <summary>
    /// One byte a pixel: 1 where neither its block nor a neighbouring one changed, so that a window around the pixel
    /// sees no change.
    /// </summary>
    /// <returns>Height * Width bytes, or null when nothing is left.</returns>
    public byte[]? Outside(int frame, int width, int height)
    {
        var mask = new byte[width * height];
        var any = false;
        for (var row = 0; row < Blocks(height); row++)
        {
            for (var column = 0; column < Blocks(width); column++)
            {
                if (NearChange(_blocks[frame], row, column, Blocks(height), Blocks(width)))
                    continue;
                any = true;
                for (var y = row * Block; y < Math.Min(height, (row + 1) * Block); y++)
                    mask.AsSpan(y * width + column * Block, Math.Min(Block, width - column * Block)).Fill(1);
            }
        }
        return any ? mask : null;
    }

    private static bool NearChange(BitArray blocks, int row, int column, int rows, int columns)
    {
        for (var y = Math.Max(0, row - 1); y <= Math.Min(rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(columns - 1, column + 1); x++)
            {
                if (blocks[y * columns + x])
                    return true;
            }
        }
        return false;
    }

    private bool Differ(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        Math.Abs(a[0] - b[0]) > tolerance || Math.Abs(a[1] - b[1]) > tolerance || Math.Abs(a[2] - b[2]) > tolerance;

    private static int Blocks(int side) => (side + Block - 1) / Block;
}
