namespace Mesh.Models.QwenVl;

/// <summary>Places of tokens in time, row and column.</summary>
/// <remarks>
/// Qwen2.5-VL, section 2.1.2, as its authors' training code has it: words advance all three axes by one; a picture
/// begins behind what is before it and what follows begins behind its largest place; a video's time is absolute.
/// </remarks>
internal sealed class QwenVlPlaces(QwenVlConfig config, QwenVlInputGrids grids)
{
    private const int Axes = 3;
    private int _image;
    private int _video;

    /// <param name="ids">Row by row.</param>
    /// <param name="mask">1 for a token and 0 for padding, as the ids.</param>
    /// <param name="length">Tokens of a row.</param>
    /// <returns>[3, B, L]; 0 at padding.</returns>
    /// <exception cref="ArgumentException">The tokens of pictures do not fit their grids.</exception>
    public long[] Of(ReadOnlySpan<long> ids, ReadOnlySpan<long> mask, int length)
    {
        var places = new long[Axes * ids.Length];
        for (var row = 0; row < ids.Length; row += length)
        {
            var (at, next) = (row, 0L);
            while (at < row + length)
            {
                if (mask[at] == 0)
                    at++;
                else if (ids[at] == config.ImageId)
                    next = AddVisual(ids[..(row + length)], places, ref at, next, NextImage());
                else if (ids[at] == config.VideoId)
                    next = AddVisual(ids[..(row + length)], places, ref at, next, NextVideo());
                else
                    Put(places, at++, next, next, next++);
            }
        }

        if (_image != grids.Images.Count || _video != grids.Videos.Count)
        {
            throw new ArgumentException(
                $"The text has {_image} pictures and {_video} videos, "
                + $"but {grids.Images.Count} and {grids.Videos.Count} were given.");
        }
        return places;
    }

    private (PatchGrid Grid, double Seconds) NextImage() => _image < grids.Images.Count
        ? (grids.Images[_image++], 0)
        : throw new ArgumentException($"The text has more than the {_image} pictures that were given.");

    private (PatchGrid Grid, double Seconds) NextVideo()
    {
        if (_video == grids.Videos.Count)
            throw new ArgumentException($"The text has more than the {_video} videos that were given.");
        var seconds = grids.SecondsPerStep is { } all ? all[_video] : 1;
        return (grids.Videos[_video++], seconds);
    }

    private long AddVisual(
        ReadOnlySpan<long> ids, long[] places, ref int at, long next, (PatchGrid Grid, double Seconds) visual)
    {
        var merge = config.Vision.MergeSize;
        var (rows, columns) = (visual.Grid.Rows / merge, visual.Grid.Columns / merge);
        var (count, token, largest) = (visual.Grid.Tokens(merge), ids[at], 0L);
        if (at + count > ids.Length || ids.Slice(at, count).ContainsAnyExcept(token))
            throw new ArgumentException($"A picture of {visual.Grid} takes {count} tokens in a row.");

        for (var cell = 0; cell < count; cell++)
        {
            var time = (long)(cell / (rows * columns) * (float)visual.Seconds * config.Vision.PlacesPerSecond);
            var (row, column) = (cell / columns % rows, cell % columns);
            Put(places, at++, next + time, next + row, next + column);
            largest = Math.Max(largest, Math.Max(time, Math.Max(row, column)));
        }

        return next + largest + 1;
    }

    private static void Put(long[] places, int at, long time, long row, long column)
    {
        var plane = places.Length / Axes;
        (places[at], places[plane + at], places[2 * plane + at]) = (time, row, column);
    }
}

/// <summary>Grids of the pictures and videos of a batch, in the order in which they are read.</summary>
internal sealed record QwenVlInputGrids(
    IReadOnlyList<PatchGrid> Images, IReadOnlyList<PatchGrid> Videos, IReadOnlyList<double>? SecondsPerStep)
{
    public static QwenVlInputGrids Of(QwenVlInput input) =>
        new(input.Images?.Grids ?? [], input.Videos?.Grids ?? [], input.Videos?.SecondsPerStep);
}
