using Mesh.Models.NanoVae;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.NanoVae;

/// <summary>A small autoencoder in which no weight is zero.</summary>
internal static class TinyNanoVae
{
    public static NanoVaeConfig Config { get; } =
        NanoVaeConfig.Nano with { LatentChannels = 6, HalfChannels = 8, QuarterChannels = 12 };

    public static NanoVaeModel Model(ScalarType compute = ScalarType.Float32) =>
        SeededWeights.Fill(new NanoVaeModel(Config, compute), 7);

    /// <summary>Smooth random clips, [B, 3, F, H, W] in [-1, 1].</summary>
    public static Tensor Clips(long batch, long frames, long height, long width)
    {
        using var generator = SeededWeights.Seed(11);
        var coarse = rand([batch, 3 * frames, 4, 4], generator: generator) * 2 - 1;
        return nn.functional
            .interpolate(coarse, [height, width], mode: InterpolationMode.Bilinear, align_corners: false)
            .reshape(batch, 3, frames, height, width);
    }
}
