namespace Mesh.Video.Geometry;

/// <summary>Overlapping windows that together hold every frame of a film.</summary>
public static class WindowPlan
{
    /// <summary>
    /// Windows in film order. The last is shifted back so that it is as long as the others; a film shorter than one
    /// window is one short window.
    /// </summary>
    /// <param name="frameCount">Frames of the film, at least 1.</param>
    /// <param name="windowFrames">Frames of a window.</param>
    /// <param name="overlap">Frames two neighbours share at least, below <paramref name="windowFrames"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static IReadOnlyList<FrameWindow> Over(int frameCount, int windowFrames, int overlap)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowFrames);
        ArgumentOutOfRangeException.ThrowIfNegative(overlap);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(overlap, windowFrames);

        if (frameCount <= windowFrames)
            return [new(0, frameCount)];

        var windows = new List<FrameWindow>();
        for (var start = 0; start + windowFrames < frameCount; start += windowFrames - overlap)
            windows.Add(new(start, windowFrames));
        windows.Add(new(frameCount - windowFrames, windowFrames));
        return windows;
    }

    /// <summary>
    /// How much each window counts for one frame: ramps that rise and fall over the frames shared with a neighbour;
    /// over all windows they sum to 1.
    /// </summary>
    /// <returns>One weight for each window, zero for those without the frame.</returns>
    public static float[] Weights(IReadOnlyList<FrameWindow> windows, int frame)
    {
        var weights = new float[windows.Count];
        for (var i = 0; i < windows.Count; i++)
            weights[i] = Ramp(windows, i, frame);

        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static float Ramp(IReadOnlyList<FrameWindow> windows, int index, int frame)
    {
        var window = windows[index];
        if (frame < window.Start || frame >= window.End)
            return 0;

        var shared = index > 0 ? windows[index - 1].End - window.Start : 0;
        var rise = frame - window.Start < shared ? (frame - window.Start + 1f) / (shared + 1) : 1;
        var sharedNext = index + 1 < windows.Count ? window.End - windows[index + 1].Start : 0;
        var fall = window.End - frame <= sharedNext ? (window.End - frame) / (sharedNext + 1f) : 1;
        return Math.Min(rise, fall);
    }
}
