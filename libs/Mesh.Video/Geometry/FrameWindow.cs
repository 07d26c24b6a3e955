namespace Mesh.Video.Geometry;

/// <summary>A run of frames.</summary>
public readonly record struct FrameWindow(int Start, int Count)
{
    /// <summary>One past the last frame.</summary>
    public int End => Start + Count;
}
