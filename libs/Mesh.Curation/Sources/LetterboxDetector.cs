using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Sources;

/// <summary>Black bars: rows and columns at the edges that are dark in every frame, while the rest is not.</summary>
internal sealed class LetterboxDetector
{
    private const int Every = 8;
    private const byte Dark = 26;

    /// <summary>More than this is no bar but a dark film.</summary>
    private const double LargestShare = 0.3;

    private byte[]? _rows;
    private byte[]? _columns;
    private int _frame;

    public void Add(ScanFrame frame)
    {
        if (_frame++ % Every != 0)
            return;
        var (width, height) = (frame.Size.Width, frame.Size.Height);
        _rows ??= new byte[height];
        _columns ??= new byte[width];
        for (var y = 0; y < height; y++)
        {
            var line = frame.Luma.Slice(y * width, width);
            var most = _rows[y];
            for (var x = 0; x < width; x++)
            {
                most = Math.Max(most, line[x]);
                _columns[x] = Math.Max(_columns[x], line[x]);
            }
            _rows[y] = most;
        }
    }

    /// <summary>The picture between the bars, or null when there are none.</summary>
    /// <param name="film">Stored pixels of the film as shown.</param>
    public PixelRect? Picture(PixelSize film)
    {
        if (_rows is null || _columns is null)
            return null;
        var (top, bottom) = Bars(_rows);
        var (left, right) = Bars(_columns);
        if (top + bottom + left + right == 0)
            return null;
        // A scanned pixel inwards, so that no blend of bar and picture stays; even, as chroma wants.
        var (x, y) = (Inward(left, _columns.Length, film.Width), Inward(top, _rows.Length, film.Height));
        var (r, b) = (Inward(right, _columns.Length, film.Width), Inward(bottom, _rows.Length, film.Height));
        return new(x, y, film.Width - x - r, film.Height - y - b);
    }

    private static int Inward(int bar, int scanned, int pixels) =>
        bar == 0 ? 0 : ((bar + 1) * pixels / scanned + 1) / 2 * 2;

    private static (int Before, int After) Bars(byte[] brightest)
    {
        var (before, after) = (0, 0);
        while (before < brightest.Length && brightest[before] <= Dark)
            before++;
        while (after < brightest.Length - before && brightest[^(after + 1)] <= Dark)
            after++;
        var most = LargestShare * brightest.Length;
        return before > most || after > most ? (0, 0) : (before, after);
    }
}
