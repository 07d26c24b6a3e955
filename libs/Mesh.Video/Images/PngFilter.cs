namespace Mesh.Video.Images;

/// <summary>PNG predicts each byte from its neighbours and stores the difference.</summary>
/// <remarks>PNG specification, section 9.</remarks>
internal static class PngFilter
{
    private const byte UpFilter = 2;

    /// <summary>A row as differences from the row above, with the filter's number in front.</summary>
    public static byte[] Up(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above)
    {
        var filtered = new byte[row.Length + 1];
        filtered[0] = UpFilter;
        for (var i = 0; i < row.Length; i++)
            filtered[i + 1] = (byte)(row[i] - above[i]);
        return filtered;
    }

    /// <summary>Turns differences back into bytes, in place.</summary>
    /// <param name="filter">0 to 4.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The finished row above, zeros for the first.</param>
    /// <param name="step">Bytes of one pixel.</param>
    /// <exception cref="InvalidDataException">There is no such filter.</exception>
    public static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i >= step ? row[i - step] : 0;
            var corner = i >= step ? above[i - step] : 0;
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                UpFilter => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], corner),
                _ => throw new InvalidDataException($"there is no row filter {filter}"),
            });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) =
            (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
