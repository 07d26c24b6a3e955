namespace Mesh.Video.Images;

/// <summary>One row of a contact sheet.</summary>
/// <param name="Label">Written above the frames.</param>
/// <param name="Frames">From left to right.</param>
public sealed record ContactRow(string Label, IReadOnlyList<RgbImage> Frames);

/// <summary>Frames of several clips on one picture.</summary>
public static class ContactSheet
{
    private const int Gap = 4;
    private const int LabelHeight = BitmapFont.GlyphHeight + Gap;

    private static readonly Rgb Background = new(24, 24, 28);
    private static readonly Rgb Ink = new(235, 235, 235);

    /// <summary>Rows from top to bottom on a dark background; enlarged pixels are squares.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="scale">Whole factor by which frames are enlarged.</param>
    /// <exception cref="ArgumentException">There is no row, or the factor is not positive.</exception>
    public static RgbImage Draw(IReadOnlyList<ContactRow> rows, int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        if (rows.Count == 0)
            throw new ArgumentException("A contact sheet needs at least one row.", nameof(rows));

        var canvas = new Canvas(
            rows.Max(row => WidthOf(row, scale)), Gap + rows.Sum(row => HeightOf(row, scale)), Background);
        var top = Gap;
        foreach (var row in rows)
        {
            canvas.Text(Gap, top, row.Label, Ink);
            var left = Gap;
            foreach (var frame in row.Frames)
            {
                canvas.Paste(left, top + LabelHeight, frame, scale);
                left += frame.Width * scale + Gap;
            }
            top += HeightOf(row, scale);
        }
        return canvas.Image;
    }

    private static int WidthOf(ContactRow row, int scale) => Gap + Math.Max(
        Canvas.TextWidth(row.Label) + Gap, row.Frames.Sum(frame => frame.Width * scale + Gap));

    private static int HeightOf(ContactRow row, int scale) =>
        LabelHeight + row.Frames.Select(frame => frame.Height * scale).DefaultIfEmpty().Max() + Gap;
}
