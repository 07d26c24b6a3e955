using Mesh.Editing.Memory;
using Mesh.Models.MmDit;

namespace Mesh.Editing.Families;

/// <summary>What HunyuanVideo's transformer holds while it works on a window.</summary>
internal static class TransformerActivations
{
    /// <param name="config">The network.</param>
    /// <param name="shapes">What its latents are like.</param>
    /// <param name="window">The window.</param>
    /// <param name="textTokens">Tokens of the condition.</param>
    /// <returns>The counts of the denoiser; the others are 0.</returns>
    public static ActivationCounts Of(MmDitConfig config, ModelShapes shapes, WindowShape window, long textTokens)
    {
        var latent = shapes.Latent(window.Frames, window.Size);
        var tokens = latent[2] * latent[3] * latent[4] / config.PatchVolume;
        return new(
            Text: 0,
            Vae: 0,
            MmDitMemory.Activations(config, tokens, textTokens, hasSource: true, window.Batch),
            window.HoldsScores
                ? MmDitMemory.Scores(config, tokens, textTokens, hasSource: true, window.Batch)
                : 0);
    }
}
