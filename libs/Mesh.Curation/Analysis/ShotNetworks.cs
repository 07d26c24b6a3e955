using Mesh.Curation.Motion;
using Mesh.Curation.Recipes;
using Mesh.Curation.Scenes;
using Mesh.Video;
using Mesh.Video.Perception;
using Mesh.Video.Scan;

namespace Mesh.Curation.Analysis;

/// <summary>
/// What networks say about the shots of a film, where a recipe wants them: vectors for duplicates, paths of points for
/// motion. They want more pixels than the scan has, so a few frames are read again at their size.
/// </summary>
internal sealed class ShotNetworks(
    Recipe recipe, IClipEmbedder? embedder, IPointTracker? tracker, OperatorClock clock, VideoLimits limits)
{
    private const int ShortSide = 256;
    private const int EmbeddedFrames = 4;
    private const int TrackedFrames = 24;
    private const int GridSide = 10;

    private readonly MotionFilter _filter = new(recipe.Motion);

    public bool IsNeeded => embedder is not null || tracker is not null;

    public async Task<Shot> LookAsync(VideoHeader film, Shot shot, CancellationToken cancellation)
    {
        if (shot.Drop is null && tracker is not null)
            shot = await TrackAsync(film, shot, tracker, cancellation);
        if (shot.Drop is null && embedder is not null)
            shot = await EmbedAsync(film, shot, embedder, cancellation);
        return shot;
    }

    // Ditto's score: the path of every point, summed over the frames, as a mean over the points.
    private async Task<Shot> TrackAsync(
        VideoHeader film, Shot shot, IPointTracker network, CancellationToken cancellation)
    {
        var frames = await FramesAsync(film, shot, TrackedFrames, cancellation);
        using var time = clock.Time(Operators.Motion);
        var size = new PixelSize(frames[0].Width, frames[0].Height);
        var tracks = network.Track(frames, TrackPoint.Grid(size, GridSide), cancellation);
        var path = tracks.Average(track => track.Places.Zip(track.Places.Skip(1), (one, next) =>
            Math.Sqrt((next.X - one.X) * (next.X - one.X) + (next.Y - one.Y) * (next.Y - one.Y))).Sum());
        var seconds = shot.Seconds * (frames.Count - 1) / frames.Count;
        var travel = Math.Round(path / Math.Max(size.Width, size.Height) / seconds, 5);
        var score = shot.Motion with { Travel = travel };
        return shot with { Motion = score, Drop = _filter.Judge(score) };
    }

    private async Task<Shot> EmbedAsync(
        VideoHeader film, Shot shot, IClipEmbedder network, CancellationToken cancellation)
    {
        var frames = await FramesAsync(film, shot, EmbeddedFrames, cancellation);
        using var time = clock.Time(Operators.Duplicates);
        return shot with { Embedding = FilmScan.Bytes(network.Embed(frames, cancellation)) };
    }

    private Task<IReadOnlyList<RgbImage>> FramesAsync(
        VideoHeader film, Shot shot, int most, CancellationToken cancellation)
    {
        var scale = (double)ShortSide / Math.Min(film.DisplayWidth, film.Size.Height);
        var size = new PixelSize(
            (int)Math.Round(film.DisplayWidth * scale), (int)Math.Round(film.Size.Height * scale));
        var count = Math.Min(most, shot.Frames);
        int[] numbers =
            [.. Enumerable.Range(0, count).Select(part => shot.Start + (2 * part + 1) * shot.Frames / (2 * count))];
        return FrameGrab.ReadAsync(film, numbers, size, limits, cancellation);
    }
}
