using Mesh.Video.Scan;

namespace Mesh.Curation.Scenes;

/// <summary>Keeps a few frames of the shot that streams by, however long it is: at most 64, evenly spread.</summary>
internal sealed class ShotSampler
{
    private const int Most = 64;

    private readonly List<(int Frame, ScanFrame Picture, SceneThumb Thumb)> _kept = [];
    private int _step = 1;
    private int _next;

    public void Add(int frame, ScanFrame picture, SceneThumb thumb)
    {
        if (frame < _next)
            return;
        _kept.Add((frame, picture, thumb));
        _next = frame + _step;
        if (_kept.Count <= Most)
            return;
        for (var i = _kept.Count - 1; i > 0; i -= 2)
            _kept.RemoveAt(i);
        _step *= 2;
    }

    /// <summary>The kept frames nearest to the middles of equal parts of a stretch.</summary>
    public IReadOnlyList<(ScanFrame Picture, SceneThumb Thumb)> Take(int start, int end, int count)
    {
        var taken = new List<(ScanFrame, SceneThumb)>();
        for (var part = 0; part < count; part++)
        {
            var wanted = start + (part + 0.5) * (end - start) / count;
            var (_, picture, thumb) = _kept
                .Where(each => each.Frame >= start && each.Frame < end)
                .DefaultIfEmpty(_kept[^1])
                .MinBy(each => Math.Abs(each.Frame - wanted));
            taken.Add((picture, thumb));
        }
        return taken;
    }

    /// <summary>Forgets what is before a frame; the next shot is sampled finely again.</summary>
    public void Forget(int before)
    {
        _kept.RemoveAll(each => each.Frame < before);
        _step = 1;
    }
}
