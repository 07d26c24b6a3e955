using Mesh.Curation.Recipes;

namespace Mesh.Curation.Scenes;

/// <summary>
/// Fades: stretches where nothing can be seen, all black or all white, with the darkening before and the brightening
/// after. One short stretch between two views of the same scene is a flash.
/// </summary>
internal sealed class FadeDetector(SceneRules rules)
{
    private const double White = 240;
    private const int LongestSlope = 60;
    private const double LeastStep = 0.4;

    private readonly Ring<SceneThumb> _thumbs = new(LongestSlope + 1);
    private SceneThumb? _before;
    private int _slopeStart;
    private int _blankStart = -1;
    private int _blankEnd = -1;

    /// <summary>Frames at the start of the film where nothing can be seen.</summary>
    public int LeadingBlank { get; private set; }

    /// <summary>Takes the next frame.</summary>
    /// <returns>A fade that is over now, or null.</returns>
    public SceneBoundary? Add(SceneThumb thumb)
    {
        var frame = _thumbs.Count;
        _thumbs.Add(thumb);
        if (_blankStart < 0)
        {
            if (IsBlank(thumb))
                Enter(frame);
            return null;
        }
        if (_blankEnd < 0)
        {
            if (!IsBlank(thumb))
                _blankEnd = frame;
            return null;
        }
        return IsBrightening(frame) ? null : Leave(frame);
    }

    /// <summary>What is open at the end of the film.</summary>
    /// <returns>A fade, or the stretch up to the end where nothing can be seen any more, or null.</returns>
    public SceneBoundary? Finish()
    {
        if (_blankStart < 0)
            return null;
        return _blankEnd < 0 ? new(BoundaryKind.Fade, _slopeStart, _thumbs.Count) : Leave(_thumbs.Count);
    }

    private bool IsBlank(SceneThumb thumb) => thumb.IsFlat && (thumb.Light <= rules.Black || thumb.Light >= White);

    private void Enter(int frame)
    {
        (_blankStart, _slopeStart) = (frame, frame);
        var falls = _thumbs[frame].Light <= rules.Black ? 1 : -1;
        while (_slopeStart - 1 > _thumbs.First
            && falls * (_thumbs[_slopeStart - 2].Light - _thumbs[_slopeStart - 1].Light) > LeastStep)
        {
            _slopeStart--;
        }
        _before = _slopeStart > _thumbs.First ? _thumbs[_slopeStart - 1] : null;
    }

    private bool IsBrightening(int frame)
    {
        var rises = _thumbs[frame - 1].Light <= 128 ? 1 : -1;
        return frame - _blankEnd < LongestSlope
            && rises * (_thumbs[frame].Light - _thumbs[frame - 1].Light) > LeastStep;
    }

    private SceneBoundary? Leave(int frame)
    {
        var (start, end) = (_slopeStart, frame - 1);
        var isSame = _before is { } before && _blankEnd - _blankStart <= rules.FlashFrames
            && Change(before, _thumbs[end]) < Math.Max(rules.MinChange / 2, Allowed(before, end - start));
        (_blankStart, _blankEnd) = (-1, -1);
        if (_before is null)
            LeadingBlank = end;
        return isSame || _before is null ? null : new(BoundaryKind.Fade, start, end);
    }

    // What a scene may move while a flash hides it, and its slopes are too short for a fade.
    private double Allowed(SceneThumb before, int frames) =>
        frames <= rules.FlashFrames + 2 ? rules.FlashReturn * Change(before, _thumbs[_blankStart]) : 0;

    private static double Change(SceneThumb one, SceneThumb other) =>
        one.Values.Zip(other.Values).Average(pair => Math.Abs(pair.First - pair.Second));
}
