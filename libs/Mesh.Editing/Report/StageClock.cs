using System.Diagnostics;

namespace Mesh.Editing.Report;

/// <summary>Measures the stages of an edit, one after the other, and reports each step with the time left.</summary>
/// <param name="progress">Told every step; null for nobody.</param>
internal sealed class StageClock(IProgress<EditProgress>? progress)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<EditStage, TimeSpan> _times = [];
    private TimeSpan _last;
    private TimeSpan _start;
    private int _units;
    private int _done;

    /// <summary>Time spent per stage, in the order in which stages first ended.</summary>
    public IReadOnlyDictionary<EditStage, TimeSpan> Times => _times;

    public TimeSpan Total => _watch.Elapsed;

    /// <summary>Says how many more steps will be reported, so that the time left can be told.</summary>
    public void Expect(int units) => (_units, _start) = (units, _watch.Elapsed);

    /// <summary>Everything since the last call was spent on this step.</summary>
    public void Done(EditStage stage, int step = 1, int steps = 1, int window = 1, int windows = 1)
    {
        var now = _watch.Elapsed;
        _times[stage] = _times.GetValueOrDefault(stage) + now - _last;
        _last = now;
        if (_units > 0)
            _done++;
        progress?.Report(new(stage, step, steps, window, windows, Remaining(now)));
    }

    private TimeSpan? Remaining(TimeSpan now) =>
        _done == 0 ? null : (now - _start) / _done * Math.Max(0, _units - _done);
}
