// B batch, F frames, T latent frames (F = 4 (T - 1) + 1), H and W sides, N channels, s side of a cell

using static TorchSharp.torch;

namespace Mesh.Models.NanoVae;

/// <summary>
/// Frames as vectors: frame 1 alone, then groups of four. A vector holds all values of one cell, in the order
/// (frame of the group, row, column, channel).
/// </summary>
internal static class FrameGroups
{
    /// <summary>Latent frames of a clip.</summary>
    public static long LatentFrames(long frames) => (frames - 1) / NanoVaeConfig.Group + 1;

    /// <summary>Cells of frame 1.</summary>
    /// <param name="x">[B, F, H, W, N].</param>
    /// <param name="s">Side of a cell; H and W are multiples of it.</param>
    /// <returns>[B, 1, H/s, W/s, s*s*N].</returns>
    public static Tensor First(Tensor x, long s) => Cells(x.narrow(1, 0, 1), 1, s);

    /// <summary>Cells of the groups behind frame 1.</summary>
    /// <param name="x">[B, F, H, W, N], F at least 5.</param>
    /// <param name="s">Side of a cell; H and W are multiples of it.</param>
    /// <returns>[B, T-1, H/s, W/s, 4*s*s*N].</returns>
    public static Tensor Rest(Tensor x, long s) => Cells(x.narrow(1, 1, x.shape[1] - 1), NanoVaeConfig.Group, s);

    /// <summary>Cells of every frame by itself.</summary>
    /// <param name="x">[B, F, H, W, N].</param>
    /// <param name="s">Side of a cell; H and W are multiples of it.</param>
    /// <returns>[B, F, H/s, W/s, s*s*N].</returns>
    public static Tensor Each(Tensor x, long s) => Cells(x, 1, s);

    /// <summary>Inverse of the three above.</summary>
    /// <param name="cells">[B, T, h, w, group*s*s*N].</param>
    /// <param name="group">Frames of a vector: 1 or 4.</param>
    /// <param name="s">Side of a cell.</param>
    /// <returns>[B, T*group, h*s, w*s, N].</returns>
    public static Tensor Frames(Tensor cells, long group, long s)
    {
        var (B, T, h, w) = (cells.shape[0], cells.shape[1], cells.shape[2], cells.shape[3]);
        return cells
            .reshape(B, T, h, w, group, s, s, -1)
            .permute(0, 1, 4, 2, 5, 3, 6, 7)
            .reshape(B, T * group, h * s, w * s, -1);
    }

    private static Tensor Cells(Tensor x, long group, long s)
    {
        var (B, F, H, W) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        return x
            .reshape(B, F / group, group, H / s, s, W / s, s, -1)
            .permute(0, 1, 3, 5, 2, 4, 6, 7)
            .reshape(B, F / group, H / s, W / s, -1);
    }
}
