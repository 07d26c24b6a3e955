using Mesh.Models.CausalVae3d;

namespace Mesh.Models.Tests.CausalVae3d;

/// <summary>The published network with few channels and small tiles.</summary>
internal static class TinyCausalVae
{
    public static CausalVae3dConfig Config { get; } = CausalVae3dConfig.HunyuanVae with
    {
        LatentChannels = 4,
        BlockChannels = [4, 4, 8, 8],
        NumLayers = 1,
        NumNormGroups = 2,
        TileSize = 32,
        TileFrames = 16,
    };

    public static CausalVae3dModel Model(bool tiled = true)
    {
        TorchSharp.torch.manual_seed(13);
        return new CausalVae3dModel(Config, tiled: tiled);
    }
}
