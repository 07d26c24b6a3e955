using Mesh.Curation.Recipes;
using Mesh.Video.Scan;

namespace Mesh.Curation.Scenes;

/// <summary>Finds where scenes change while frames stream by: cuts, dissolves, fades.</summary>
/// <param name="rules">Thresholds.</param>
public sealed class SceneSplitter(SceneRules rules)
{
    /// <summary>Frames after which nothing about an earlier boundary changes any more.</summary>
    private const int Delay = DissolveDetector.Delay;

    private readonly CutDetector _cuts = new(rules);
    private readonly DissolveDetector _dissolves = new(rules);
    private readonly FadeDetector _fades = new(rules);
    private readonly List<SceneBoundary> _pending = [];

    /// <summary>Frames so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Frames at the start of the film where nothing can be seen.</summary>
    public int LeadingBlank => _fades.LeadingBlank;

    /// <summary>Takes the next frame.</summary>
    /// <returns>Boundaries that are certain now, in the order of the film.</returns>
    public IReadOnlyList<SceneBoundary> Add(ScanFrame frame) => Add(frame, SceneThumb.Of(frame));

    internal IReadOnlyList<SceneBoundary> Add(ScanFrame frame, SceneThumb thumb)
    {
        FrameCount++;
        Keep(_cuts.Add(HsvFrame.Of(frame)));
        Keep(_dissolves.Add(thumb));
        Keep(_fades.Add(thumb));
        return FrameCount % 16 == 0 ? Release(FrameCount - Delay) : [];
    }

    /// <summary>The boundaries that were still open.</summary>
    public IReadOnlyList<SceneBoundary> Finish()
    {
        foreach (var cut in _cuts.Finish())
            Keep(cut);
        Keep(_dissolves.Finish());
        Keep(_fades.Finish());
        return Release(int.MaxValue);
    }

    private void Keep(SceneBoundary? found)
    {
        if (found is not null)
            _pending.Add(found);
    }

    // A fade owns the cuts and dissolves at its slopes, a cut the dissolve that straddles it.
    private List<SceneBoundary> Release(int before)
    {
        var fades = _pending.Where(found => found.Kind == BoundaryKind.Fade).ToArray();
        _pending.RemoveAll(found => found.Kind != BoundaryKind.Fade && fades.Any(found.Touches));
        var cuts = _pending.Where(found => found.Kind == BoundaryKind.Cut).ToArray();
        _pending.RemoveAll(found => found.Kind == BoundaryKind.Dissolve && cuts.Any(found.Touches));

        var certain = _pending.Where(found => found.End < before).OrderBy(found => found.Start).ToList();
        _pending.RemoveAll(certain.Contains);
        return certain;
    }
}
