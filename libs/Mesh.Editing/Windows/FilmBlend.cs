using Mesh.Video.Geometry;

namespace Mesh.Editing.Windows;

/// <summary>Joins edited windows into one film: frames that several windows hold are their weighted mean.</summary>
/// <param name="windows">The windows of the film, in order.</param>
internal sealed class FilmBlend(IReadOnlyList<FrameWindow> windows)
{
    private readonly Dictionary<int, (PlanarFrame Edited, PlanarFrame? Reconstructed)> _sums = [];

    /// <summary>Adds what a window says about its frames.</summary>
    public void Add(int index, WindowFrames window)
    {
        var start = windows[index].Start;
        for (var i = 0; i < window.Edited.Count; i++)
        {
            var weight = Weight(index, start + i);
            var sums = _sums.GetValueOrDefault(start + i);
            _sums[start + i] = (
                Sum(sums.Edited, window.Edited[i], weight),
                window.Reconstructed is { } frames ? Sum(sums.Reconstructed, frames[i], weight) : null);
        }
    }

    /// <summary>A frame whose windows have all been added; it is forgotten here.</summary>
    public (PlanarFrame Edited, PlanarFrame? Reconstructed) Take(int frame)
    {
        _sums.Remove(frame, out var sums);
        return sums;
    }

    private float Weight(int index, int frame)
    {
        // Every window that holds the frame, and one more on each side: the ramps look at neighbours only.
        var (first, last) = (index, index);
        while (first > 0 && windows[first].End > frame)
            first--;
        while (last < windows.Count - 1 && windows[last].Start <= frame)
            last++;
        var near = windows.Skip(first).Take(last - first + 1).ToArray();
        return WindowPlan.Weights(near, frame)[index - first];
    }

    private static PlanarFrame Sum(PlanarFrame? sum, PlanarFrame frame, float weight)
    {
        sum ??= new(frame.Width, frame.Height);
        for (var i = 0; i < sum.Samples.Length; i++)
            sum.Samples[i] += weight * frame.Samples[i];
        return sum;
    }
}
