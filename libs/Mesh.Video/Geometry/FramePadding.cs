namespace Mesh.Video.Geometry;

/// <summary>Frame counts a causal VAE takes: factor * n + 1, reached by repeating the last frame.</summary>
public static class FramePadding
{
    /// <summary>The smallest factor * n + 1 that is at least <paramref name="frames"/>.</summary>
    public static int Padded(int frames, int factor = 4) => (frames - 1 + factor - 1) / factor * factor + 1;

    /// <summary>Which frame stands at a place of the padded clip.</summary>
    public static int SourceOf(int place, int frames) => Math.Min(place, frames - 1);
}
