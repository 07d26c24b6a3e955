using Mesh.Models.CausalVae3d;
using static TorchSharp.torch;

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

    public static CausalVae3dModel Model(bool tiled = true) =>
        SeededWeights.Fill(new CausalVae3dModel(Config, tiled: tiled), 13);

    /// <summary>Noise in [-1, 1], [B, 3, F, H, W].</summary>
    public static Tensor Video(params long[] shape)
    {
        using var generator = SeededWeights.Seed(23);
        return rand(shape, generator: generator) * 2 - 1;
    }
}
