using System.Numerics;
using Mesh.Curation.Recipes;

namespace Mesh.Curation.Scenes;

/// <summary>
/// Dissolves: stretches whose frames are blends of their two ends, in rising shares, between two scenes that stay. A
/// pan is not a blend of its ends, and a slow change goes on at both of them.
/// </summary>
internal sealed class DissolveDetector(SceneRules rules)
{
    /// <summary>Lengths that are tried; a dissolve half as long again as one of them still passes.</summary>
    private static readonly int[] Lengths = [8, 12, 18, 27, 40];

    /// <summary>Frames from the start of the longest stretch to when it is judged, and as many to find a better one.
    /// </summary>
    public const int Delay = 160;

    private readonly Ring<SceneThumb> _thumbs = new(2 * Lengths[^1] + 1);
    private (SceneBoundary Boundary, double Error)? _best;

    /// <summary>Takes the next frame.</summary>
    /// <returns>A dissolve that no later stretch can better, or null.</returns>
    public SceneBoundary? Add(SceneThumb thumb)
    {
        _thumbs.Add(thumb);
        SceneBoundary? certain = null;
        foreach (var length in Lengths)
        {
            if (Judge(length) is not { } found)
                continue;
            if (_best is { } best && !best.Boundary.Touches(found.Boundary))
                certain = best.Boundary;
            else if (_best is { } other && other.Error <= found.Error)
                continue;
            _best = found;
        }
        if (certain is null && _best is { } kept && _thumbs.Count > kept.Boundary.End + Lengths[^1])
            certain = Finish();
        return certain;
    }

    /// <summary>The dissolve that was being measured at the end of the film.</summary>
    public SceneBoundary? Finish()
    {
        var best = _best?.Boundary;
        _best = null;
        return best;
    }

    private (SceneBoundary Boundary, double Error)? Judge(int length)
    {
        var rest = length / 2;
        var last = _thumbs.Count - 1 - rest;
        var first = last - length;
        if (first - rest < _thumbs.First)
            return null;
        var (from, to) = (_thumbs[first], _thumbs[last]);
        if (from.IsFlat || to.IsFlat)
            return null;  // a fade, which has a detector of its own
        var span = Distance(from, to);
        if (span < rules.MinDissolve)
            return null;

        var error = Math.Max(Distance(_thumbs[first - rest], from), Distance(to, _thumbs[last + rest])) / span;
        var previous = 0.0;
        for (var quarter = 1; quarter <= 3 && error <= rules.DissolveError; quarter++)
        {
            var (share, residual) = Blend(from, to, _thumbs[first + quarter * length / 4]);
            if (share < previous + 0.06 || share > 0.95)
                return null;
            (previous, error) = (share, Math.Max(error, residual));
        }
        return error <= rules.DissolveError
            ? (new(BoundaryKind.Dissolve, first + 1, last), error)
            : null;
    }

    /// <summary>Root mean square of the difference.</summary>
    private static double Distance(SceneThumb a, SceneThumb b)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < SceneThumb.Length; i += Vector<float>.Count)
        {
            var difference = new Vector<float>(a.Values, i) - new Vector<float>(b.Values, i);
            sum += difference * difference;
        }
        return Math.Sqrt(Vector.Sum(sum) / SceneThumb.Length);
    }

    // The share of the second end that comes nearest to the frame, and what it leaves, relative to the span.
    private static (double Share, double Residual) Blend(SceneThumb from, SceneThumb to, SceneThumb frame)
    {
        var (along, span, way) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        for (var i = 0; i < SceneThumb.Length; i += Vector<float>.Count)
        {
            var start = new Vector<float>(from.Values, i);
            var direction = new Vector<float>(to.Values, i) - start;
            var step = new Vector<float>(frame.Values, i) - start;
            along += direction * step;
            span += direction * direction;
            way += step * step;
        }
        double whole = Vector.Sum(span), share = Vector.Sum(along) / whole;
        return (share, Math.Sqrt(Math.Max(0, Vector.Sum(way) / whole - share * share)));
    }
}
