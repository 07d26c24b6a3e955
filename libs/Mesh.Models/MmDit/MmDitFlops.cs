namespace Mesh.Models.MmDit;

// L tokens of one video stream, S streams, Lt text tokens, C hidden size, M MLP size

/// <summary>Floating-point operations of the transformer; a multiply-add counts as two.</summary>
/// <remarks>Matrix products only, as for model FLOPs utilization (PaLM, arXiv:2204.02311, appendix B).</remarks>
public static class MmDitFlops
{
    /// <summary>One forward pass of one sample; forward and backward together are three times that.</summary>
    /// <param name="config">The network.</param>
    /// <param name="tokens">Tokens of one video stream: latent cells over the patch volume.</param>
    /// <param name="textTokens">Text tokens, with padding.</param>
    /// <param name="hasSource">Whether a source is in context.</param>
    public static long Forward(MmDitConfig config, long tokens, long textTokens, bool hasSource)
    {
        var streams = hasSource ? 2 : 1;
        var (L, S, Lt) = (tokens, streams, textTokens);
        return Embeddings(config, L, S, Lt)
            + config.NumDoubleBlocks * DoubleBlock(config, L, S, Lt)
            + Math.Max(0, config.NumSingleBlocks - 1) * SingleBlock(config, L * S + Lt, L * S + Lt, S)
            + Math.Min(1, config.NumSingleBlocks) * SingleBlock(config, L * S + Lt, L, S)
            + FinalLayer(config, L);
    }

    private static long Embeddings(MmDitConfig config, long L, int S, long Lt)
    {
        long C = config.HiddenSize, text = config.TextChannels, patch = config.InChannels * config.PatchVolume;
        var timestep = Linear(1, config.FreqDim, C) + Linear(1, C, C);
        var video = Linear(L * (S + (config.JoinSource && S == 2 ? 1 : 0)), patch, C);
        var pooled = Linear(1, config.PooledChannels, C) + Linear(1, C, C);
        var vec = timestep * (S + (config.GuidanceEmbed ? 1 : 0)) + pooled;
        if (config.TextProjection == TextProjection.Linear)
            return video + vec + Linear(Lt, text, C) + Linear(Lt, C, C);

        var condition = timestep + Linear(1, text, C) + Linear(1, C, C);
        var block = TokenLayers(config, Lt) + Attention(Lt, Lt, C) + Linear(1, C, 2 * C);
        return video + vec + condition + Linear(Lt, text, C) + config.NumRefinerBlocks * block;
    }

    private static long DoubleBlock(MmDitConfig config, long L, int S, long Lt)
    {
        long C = config.HiddenSize, all = L * S + Lt;
        return TokenLayers(config, all) + Attention(all, all, C) + Linear(S + 1, C, 6 * C);
    }

    // The last block is read at the edited tokens only: they alone have queries and an output there.
    private static long SingleBlock(MmDitConfig config, long all, long read, int S)
    {
        long C = config.HiddenSize, M = config.MlpSize;
        return Linear(all, C, 3 * C + M) + Linear(read, C + M, C) + Attention(read, all, C) + Linear(S, C, 3 * C);
    }

    private static long FinalLayer(MmDitConfig config, long L) =>
        Linear(L, config.HiddenSize, config.OutChannels * config.PatchVolume)
        + Linear(1, config.HiddenSize, 2 * config.HiddenSize);

    // q, k, v, projection and MLP.
    private static long TokenLayers(MmDitConfig config, long tokens)
    {
        long C = config.HiddenSize, M = config.MlpSize;
        return Linear(tokens, C, 4 * C) + 2 * Linear(tokens, C, M);
    }

    private static long Linear(long rows, long inFeatures, long outFeatures) => 2 * rows * inFeatures * outFeatures;

    private static long Attention(long queries, long keys, long channels) => 4 * queries * keys * channels;
}
