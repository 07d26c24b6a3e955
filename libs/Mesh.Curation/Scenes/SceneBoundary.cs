namespace Mesh.Curation.Scenes;

/// <summary>How one scene becomes the next.</summary>
public enum BoundaryKind
{
    Cut,
    Dissolve,
    /// <summary>Through black or white.</summary>
    Fade,
}

/// <summary>Where one scene becomes the next.</summary>
/// <param name="Kind">How.</param>
/// <param name="Start">Frame after the last that belongs to the scene before alone.</param>
/// <param name="End">
/// First frame that belongs to the scene after alone; that of a cut is <paramref name="Start"/>.
/// </param>
public sealed record SceneBoundary(BoundaryKind Kind, int Start, int End)
{
    /// <summary>The frame that stands for it, where only one can be named.</summary>
    public int Middle => (Start + End) / 2;

    internal bool Touches(SceneBoundary other) => Start <= other.End + 1 && other.Start <= End + 1;
}
