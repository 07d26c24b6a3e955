namespace Mesh.Models.CausalVae3d;

/// <summary>Frames, rows and columns of a video or of an activation.</summary>
internal readonly record struct VideoGrid(long T, long H, long W)
{
    public long Cells => T * H * W;
}
