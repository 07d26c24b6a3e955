namespace Mesh.Models.CausalVae3d;

/// <summary>Factor of a change of resolution.</summary>
/// <param name="Time">1 or 2.</param>
/// <param name="Space">1 or 2, along height and width.</param>
internal readonly record struct Resampling(int Time, int Space)
{
    /// <summary>Whether nothing changes: then there is no layer.</summary>
    public bool IsNone => Time == 1 && Space == 1;

    /// <summary>Grid behind a strided convolution; the first frame is kept.</summary>
    public VideoGrid Shrink(VideoGrid grid) => new(
        (grid.T - 1) / Time + 1, (grid.H - 1) / Space + 1, (grid.W - 1) / Space + 1);

    /// <summary>Grid behind an upsampling; the first frame is not repeated in time.</summary>
    public VideoGrid Grow(VideoGrid grid) => new((grid.T - 1) * Time + 1, grid.H * Space, grid.W * Space);
}
