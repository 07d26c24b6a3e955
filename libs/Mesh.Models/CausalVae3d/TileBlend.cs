using static TorchSharp.torch;

namespace Mesh.Models.CausalVae3d;

/// <summary>Linear cross-fade of overlapping tiles.</summary>
internal static class TileBlend
{
    /// <summary>
    /// Fades the start of <paramref name="tile"/> in from the end of its neighbour, in place: a (1 - y/E) + b y/E.
    /// </summary>
    /// <param name="previous">End of the neighbour.</param>
    /// <param name="tile">The later tile.</param>
    /// <param name="dim">Axis of the cross-fade.</param>
    /// <param name="extent">Length of the cross-fade; E is at most the length of either tile.</param>
    public static void Into(Tensor previous, Tensor tile, int dim, long extent)
    {
        using var scope = NewDisposeScope();
        var length = previous.shape[dim];
        var E = Math.Min(extent, Math.Min(length, tile.shape[dim]));
        if (E == 0)
            return;

        var shape = new long[tile.dim()];
        Array.Fill(shape, 1);
        shape[dim] = E;
        var share = (arange(E, ScalarType.Float64, tile.device) / E).view(shape);
        var (a, b) = (previous.narrow(dim, length - E, E), tile.narrow(dim, 0, E));
        b.copy_(a * (1 - share).to(ScalarType.Float32) + b * share.to(ScalarType.Float32));
    }

    /// <summary>A copy of the last <paramref name="extent"/> cells of a tile, or of all it has.</summary>
    public static Tensor End(Tensor tile, int dim, long extent)
    {
        var length = Math.Min(extent, tile.shape[dim]);
        return tile.narrow(dim, tile.shape[dim] - length, length).clone();
    }
}
