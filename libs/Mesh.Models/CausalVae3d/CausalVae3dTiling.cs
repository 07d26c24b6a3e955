using static TorchSharp.torch;

namespace Mesh.Models.CausalVae3d;

/// <summary>The two tilings of a config.</summary>
internal static class CausalVae3dTiling
{
    /// <summary>Pixels and frames in, moments out.</summary>
    public static TiledPass EncodeTiles(this CausalVae3dConfig config, Func<Tensor, Tensor> run) => new(
        TileRule.OfSpace(config.TileSize, config.LatentTileSize, config.TileOverlap),
        TileRule.OfTime(config.TileFrames, config.LatentTileFrames, config.TileOverlap),
        run);

    /// <summary>Latents in, pixels and frames out.</summary>
    public static TiledPass DecodeTiles(this CausalVae3dConfig config, Func<Tensor, Tensor> run) => new(
        TileRule.OfSpace(config.LatentTileSize, config.TileSize, config.TileOverlap),
        TileRule.OfTime(config.LatentTileFrames, config.TileFrames, config.TileOverlap),
        run);
}
