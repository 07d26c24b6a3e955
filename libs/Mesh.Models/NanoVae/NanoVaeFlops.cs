namespace Mesh.Models.NanoVae;

/// <summary>Floating-point operations of one clip, two per multiply-add of convolutions and linears.</summary>
public static class NanoVaeFlops
{
    private const int Kernel = 3 * 3;

    /// <param name="config">Shape of the network.</param>
    /// <param name="frames">F, 4 (T - 1) + 1.</param>
    /// <param name="height">H in pixels.</param>
    /// <param name="width">W in pixels.</param>
    public static double Encode(NanoVaeConfig config, long frames, long height, long width) =>
        Pass(config, frames, height * width, config.NumEncoderHalfBlocks);

    /// <inheritdoc cref="Encode"/>
    public static double Decode(NanoVaeConfig config, long frames, long height, long width) =>
        Pass(config, frames, height * width, config.NumDecoderHalfBlocks);

    // Encoder and decoder are mirror images: the same products with inputs and outputs exchanged.
    private static double Pass(NanoVaeConfig config, long frames, long pixels, int halfBlocks)
    {
        var (N, Q, C) = ((double)config.HalfChannels, (double)config.QuarterChannels, (double)config.LatentChannels);
        var latentFrames = FrameGroups.LatentFrames(frames);
        var (half, quarter) = (pixels / 4, pixels / 16);
        const int PatchValues = 3 * NanoVaeConfig.Patch * NanoVaeConfig.Patch;

        var shortcut = PatchValues * C * quarter * frames;
        var outer = Kernel * (3 * 2 * 2) * N * half * frames;
        var change = 2 * 2 * N * Q * quarter * frames;
        var inner = Q * C * quarter * latentFrames;
        return 2 * (shortcut + outer + change + inner
            + halfBlocks * Block(N, half, frames) + config.NumQuarterBlocks * Block(Q, quarter, latentFrames));
    }

    private static double Block(double channels, long cells, long frames) =>
        channels * channels * cells * (2 * Kernel * frames + frames - 1);
}
