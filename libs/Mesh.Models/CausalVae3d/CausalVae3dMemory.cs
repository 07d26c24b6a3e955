namespace Mesh.Models.CausalVae3d;

/// <summary>What activations of the autoencoder take at most: those of one tile where the picture is largest.</summary>
public static class CausalVae3dMemory
{
    // A block's input and output, and around a convolution its norm in float32, its padded input and its result.
    private const int Alive = 5;

    /// <summary>Numbers alive at the fullest moment of encoding or decoding a video, tile by tile.</summary>
    /// <param name="config">Shape of the network.</param>
    /// <param name="frames">F of the video.</param>
    /// <param name="height">H in pixels.</param>
    /// <param name="width">W in pixels.</param>
    public static long Activations(CausalVae3dConfig config, long frames, long height, long width)
    {
        var tile = Math.Min(frames, config.TileFrames + 1)
            * Math.Min(height, config.TileSize) * Math.Min(width, config.TileSize);
        // At full size the decoder still has the channels of the level below when it begins.
        var channels = config.BlockChannels.Count > 1 ? config.BlockChannels[1] : config.BlockChannels[0];
        return Alive * tile * Math.Max(config.BlockChannels[0], channels);
    }
}
