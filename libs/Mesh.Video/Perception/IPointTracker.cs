namespace Mesh.Video.Perception;

/// <summary>Follows points of a clip through its frames.</summary>
/// <remarks>Implementations may be called from several threads; calls on one network run one after another.</remarks>
public interface IPointTracker
{
    /// <summary>What made the tracks, with its version.</summary>
    string Name { get; }

    /// <param name="frames">At least two, all of one size, in the order in which they are shown.</param>
    /// <param name="points">Where each track starts; <see cref="TrackPoint.Grid"/> makes the usual ones.</param>
    /// <param name="cancellation">Ends the work between batches.</param>
    /// <returns>One track for each point, in the same order.</returns>
    /// <exception cref="ArgumentException">Too few frames, sizes that differ, or a point outside.</exception>
    IReadOnlyList<PointTrack> Track(
        IReadOnlyList<RgbImage> frames, IReadOnlyList<TrackPoint> points, CancellationToken cancellation = default);
}

/// <summary>A point to follow.</summary>
/// <param name="Frame">Index of the frame it is given in.</param>
/// <param name="X">Pixels from the left; the middle of the first pixel is 0.</param>
/// <param name="Y">Pixels from the top.</param>
public readonly record struct TrackPoint(int Frame, float X, float Y)
{
    /// <summary>A grid over the first frame: the middles of side * side equal cells, row by row.</summary>
    public static IReadOnlyList<TrackPoint> Grid(PixelSize size, int side) =>
    [
        .. from row in Enumerable.Range(0, side)
           from column in Enumerable.Range(0, side)
           select new TrackPoint(0, At(column, size.Width, side), At(row, size.Height, side)),
    ];

    private static float At(int cell, int pixels, int side) => (cell + 0.5f) * pixels / side - 0.5f;
}

/// <summary>Where a point is in every frame.</summary>
/// <param name="Places">One for each frame.</param>
public sealed record PointTrack(IReadOnlyList<TrackedPoint> Places);

/// <summary>A point in one frame.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
/// <param name="IsVisible">Whether it is in the picture and nothing hides it.</param>
public readonly record struct TrackedPoint(float X, float Y, bool IsVisible);
