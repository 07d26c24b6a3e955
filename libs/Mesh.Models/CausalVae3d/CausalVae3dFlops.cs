namespace Mesh.Models.CausalVae3d;

/// <summary>
/// Floating-point operations of one video, two per multiply-add of convolutions, linears and attention, tile by tile
/// as the network runs it. Of the attention only what is computed counts: keys of a token's own frame and before.
/// </summary>
public static class CausalVae3dFlops
{
    private const int Kernel = 3 * 3 * 3;

    /// <param name="config">Shape of the network.</param>
    /// <param name="frames">F.</param>
    /// <param name="height">H in pixels.</param>
    /// <param name="width">W in pixels.</param>
    /// <param name="tiled">Whether videos beyond the size of a tile are cut into tiles.</param>
    public static double Encode(CausalVae3dConfig config, long frames, long height, long width, bool tiled = true)
    {
        var grid = new VideoGrid(frames, height, width);
        return tiled
            ? Tiles(config.EncodeTiles(x => x), grid).Sum(tile => EncodeTile(config, tile))
            : EncodeTile(config, grid);
    }

    /// <param name="config">Shape of the network.</param>
    /// <param name="frames">F of the decoded video, 4 (T - 1) + 1.</param>
    /// <param name="height">H in pixels.</param>
    /// <param name="width">W in pixels.</param>
    /// <param name="tiled">Whether videos beyond the size of a tile are cut into tiles.</param>
    public static double Decode(CausalVae3dConfig config, long frames, long height, long width, bool tiled = true)
    {
        var grid = new VideoGrid(
            (frames - 1) / config.TemporalFactor + 1, height / config.SpatialFactor, width / config.SpatialFactor);
        return tiled
            ? Tiles(config.DecodeTiles(x => x), grid).Sum(tile => DecodeTile(config, tile))
            : DecodeTile(config, grid);
    }

    private static double EncodeTile(CausalVae3dConfig config, VideoGrid grid)
    {
        var channels = config.BlockChannels;
        var flops = Conv(config.VideoChannels, channels[0], grid);
        for (var i = 0; i < channels.Count; i++)
        {
            flops += Resnets(channels[Math.Max(0, i - 1)], channels[i], config.NumLayers, grid);
            var factor = config.ResamplingOf(i);
            grid = factor.Shrink(grid);
            flops += factor.IsNone ? 0 : Conv(channels[i], channels[i], grid);
        }
        var moments = 2 * config.LatentChannels;
        return flops + Middle(config, grid) + Conv(channels[^1], moments, grid) + Conv(moments, moments, grid, 1);
    }

    private static double DecodeTile(CausalVae3dConfig config, VideoGrid grid)
    {
        var latent = config.LatentChannels;
        var channels = config.BlockChannels.Reverse().ToArray();
        var flops = Conv(latent, latent, grid, 1) + Conv(latent, channels[0], grid) + Middle(config, grid);
        for (var i = 0; i < channels.Length; i++)
        {
            flops += Resnets(channels[Math.Max(0, i - 1)], channels[i], config.NumLayers + 1, grid);
            var factor = config.ResamplingOf(i);
            grid = factor.Grow(grid);
            flops += factor.IsNone ? 0 : Conv(channels[i], channels[i], grid);
        }
        return flops + Conv(channels[^1], config.VideoChannels, grid);
    }

    private static double Middle(CausalVae3dConfig config, VideoGrid grid)
    {
        double channels = config.BlockChannels[^1];
        double cells = grid.Cells;
        var pairs = cells * cells * (grid.T + 1) / (2 * grid.T);  // frame t sees t frames
        var attention = 4 * (2 * cells * channels * channels) + 4 * pairs * channels;
        return Resnets(config.BlockChannels[^1], config.BlockChannels[^1], 2, grid)
            + (config.MidAttention ? attention : 0);
    }

    private static double Resnets(int before, int after, int count, VideoGrid grid) =>
        Conv(before, after, grid) + (2 * count - 1) * Conv(after, after, grid)
        + (before == after ? 0 : Conv(before, after, grid, 1));

    private static double Conv(int from, int to, VideoGrid output, int kernel = Kernel) =>
        2.0 * kernel * from * to * output.Cells;

    private static IEnumerable<VideoGrid> Tiles(TiledPass pass, VideoGrid grid)
    {
        var inTime = grid.T > pass.Time.Limit;
        var inSpace = grid.H > pass.Space.Limit || grid.W > pass.Space.Limit;
        return
            from time in Cut(pass.Time, grid.T, inTime)
            from row in Cut(pass.Space, grid.H, inSpace)
            from column in Cut(pass.Space, grid.W, inSpace)
            select new VideoGrid(time, row, column);
    }

    private static IEnumerable<long> Cut(TileRule rule, long length, bool isCut) =>
        isCut ? rule.Tiles(length).Select(tile => tile.Length) : [length];
}
