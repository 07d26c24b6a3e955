namespace Mesh.Editing.Windows;

/// <summary>What there is to see of a window, at the working size.</summary>
/// <param name="Frames">Frames of the film.</param>
internal sealed record WindowInput(IReadOnlyList<PlanarFrame> Frames)
{
    private const float Half = 0.5f;

    /// <summary>White where the film is to be made anew, one for each frame; null for everywhere.</summary>
    public IReadOnlyList<PlanarFrame>? Mask { get; init; }

    /// <summary>What the edit is to follow, one for each frame; null for the film itself.</summary>
    public IReadOnlyList<PlanarFrame>? Control { get; init; }

    /// <summary>Pictures of what is meant, at sizes of their own.</summary>
    public IReadOnlyList<PlanarFrame> References { get; init; } = [];

    /// <summary>
    /// The frames as a model is shown them: where they are to be made anew, the control, or grey without one.
    /// </summary>
    public IReadOnlyList<PlanarFrame> Shown() => Mask is null
        ? Control ?? Frames
        : [.. Frames.Select((frame, i) => Filled(frame, Mask[i], Control?[i]))];

    private static PlanarFrame Filled(PlanarFrame frame, PlanarFrame mask, PlanarFrame? control)
    {
        var shown = new PlanarFrame(frame.Width, frame.Height);
        for (var i = 0; i < shown.Samples.Length; i++)
        {
            var isNew = mask.Samples[i % mask.Area] > Half;
            shown.Samples[i] = isNew ? control?.Samples[i] ?? Half : frame.Samples[i];
        }
        return shown;
    }
}
