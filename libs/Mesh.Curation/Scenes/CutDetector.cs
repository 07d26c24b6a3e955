using Mesh.Curation.Recipes;

namespace Mesh.Curation.Scenes;

/// <summary>
/// Hard cuts: frames that differ from the one before by far more than their neighbours do, and whose scene stays. A
/// picture that comes back after a few frames was a flash; one whose parts are all still there, but elsewhere, was a
/// jerk of the camera.
/// </summary>
internal sealed class CutDetector(SceneRules rules)
{
    private const int Around = 2;
    private const double Quiet = 1.5;

    private readonly Ring<HsvFrame> _frames = new(2 * rules.FlashFrames + 3);
    private readonly Ring<double> _changes = new(2 * (rules.FlashFrames + Around) + 3);

    /// <summary>Frames after a cut that must have been seen.</summary>
    private int Ahead => Math.Max(Around, rules.FlashFrames);

    /// <summary>Takes the next frame.</summary>
    /// <returns>A cut that is certain now, or null.</returns>
    public SceneBoundary? Add(HsvFrame frame)
    {
        _changes.Add(_frames.Count == 0 ? 0 : HsvFrame.Difference(_frames[_frames.Count - 1], frame));
        _frames.Add(frame);
        return Judge(_frames.Count - 1 - Ahead);
    }

    /// <summary>Cuts among the last frames, which nothing follows any more.</summary>
    public IEnumerable<SceneBoundary> Finish()
    {
        for (var frame = Math.Max(1, _frames.Count - Ahead); frame < _frames.Count; frame++)
        {
            if (Judge(frame) is { } cut)
                yield return cut;
        }
    }

    private SceneBoundary? Judge(int frame) =>
        frame >= 1 && _changes[frame] >= rules.MinChange
        && _changes[frame] >= rules.Ratio * Math.Max(Quiet, Neighbours(frame))
        && !IsFlash(frame)
        && HsvFrame.DifferenceMoved(_frames[frame - 1], _frames[frame]) >= rules.MinUnmoved
            ? new(BoundaryKind.Cut, frame, frame)
            : null;

    private double Neighbours(int frame)
    {
        var (sum, count) = (0.0, 0);
        for (var i = Math.Max(1, frame - Around); i <= Math.Min(_changes.Count - 1, frame + Around); i++)
        {
            if (i == frame)
                continue;
            sum += _changes[i];
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    // Either the picture before comes back, or the picture after was there before.
    private bool IsFlash(int frame)
    {
        var same = rules.FlashReturn * _changes[frame];
        for (var i = frame + 1; i <= Math.Min(_frames.Count - 1, frame + rules.FlashFrames); i++)
        {
            if (HsvFrame.Difference(_frames[frame - 1], _frames[i]) < same)
                return true;
        }
        for (var i = frame - 2; i >= Math.Max(_frames.First, frame - 1 - rules.FlashFrames); i--)
        {
            if (HsvFrame.Difference(_frames[i], _frames[frame]) < same)
                return true;
        }
        return false;
    }
}
