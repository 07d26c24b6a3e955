using Mesh.Models.MmDit;
using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Weights.Tests;

/// <summary>HunyuanVideo's transformer at a tiny size.</summary>
internal static class TinyTransformer
{
    public static MmDitConfig Config { get; } = MmDitConfig.Hunyuan13B with
    {
        InChannels = 4,
        TextChannels = 8,
        PooledChannels = 6,
        HiddenSize = 16,
        NumHeads = 2,
        NumDoubleBlocks = 1,
        NumSingleBlocks = 1,
        RopeChannels = [2, 2, 4],
    };

    public static MmDitModel Of(Layers layers)
    {
        manual_seed(3);
        return new(Config, layers);
    }
}
