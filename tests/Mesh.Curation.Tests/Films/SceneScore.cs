using Mesh.Curation.Scenes;
using Mesh.Video.Scan;

namespace Mesh.Curation.Tests.Films;

/// <summary>Boundaries that were found against those that are there.</summary>
internal sealed record SceneScore(int Right, int Found, int There)
{
    public double F1 => Found + There == 0 ? 1 : 2.0 * Right / (Found + There);

    public static SceneScore operator +(SceneScore a, SceneScore b) =>
        new(a.Right + b.Right, a.Found + b.Found, a.There + b.There);

    /// <summary>Cuts must be exact to the frame.</summary>
    public static SceneScore OfCuts(IEnumerable<SceneBoundary> found, IReadOnlyList<int> cuts)
    {
        var starts = found.Where(each => each.Kind == BoundaryKind.Cut).Select(each => each.Start).ToArray();
        return new(starts.Intersect(cuts).Count(), starts.Length, cuts.Count);
    }

    /// <summary>All boundaries: cuts exact, the others somewhere in the right stretch.</summary>
    public static SceneScore OfAll(IReadOnlyList<SceneBoundary> found, FilmScript film)
    {
        var right = film.Cuts.Count(cut => found.Any(each => each.Start == cut && each.End == cut))
            + film.Gradual.Count(span => found.Any(each => each.Middle >= span.Start && each.Middle <= span.End));
        return new(right, found.Count, film.Cuts.Count + film.Gradual.Count);
    }

    /// <summary>What the splitter finds in a file.</summary>
    public static async Task<IReadOnlyList<SceneBoundary>> SplitAsync(string path)
    {
        var header = await VideoHeader.ReadAsync(path);
        var (splitter, found) = (new SceneSplitter(new()), new List<SceneBoundary>());
        await using var scanner = FrameScanner.Open(header);
        await foreach (var frame in scanner.FramesAsync(CancellationToken.None))
            found.AddRange(splitter.Add(frame));
        found.AddRange(splitter.Finish());
        return found;
    }
}
