namespace Mesh.Models.MmDit;

// B batch, L tokens of one video stream, S streams, Lt text tokens, N = S L + Lt, C hidden size, M MLP size

/// <summary>What activations of the transformer take at most, counted from what each block holds at its end.</summary>
public static class MmDitMemory
{
    // Of CPU attention: scores, their softmax, and the copy that a backward pass would read.
    private const int ScoreCopies = 3;
    private const long MostScores = 1L << 27;  // beyond this the queries come in slices

    /// <summary>Numbers alive at the fullest moment of a forward pass; times the element size it is bytes.</summary>
    /// <param name="config">The network.</param>
    /// <param name="tokens">L: latent cells over the patch volume.</param>
    /// <param name="textTokens">Lt, with padding.</param>
    /// <param name="hasSource">Whether a source is in context.</param>
    /// <param name="batch">B.</param>
    public static long Activations(
        MmDitConfig config, long tokens, long textTokens, bool hasSource, int batch)
    {
        long C = config.HiddenSize, M = config.MlpSize, streams = hasSource ? 2 : 1;
        var all = streams * tokens + textTokens;
        // Modulated input, qkv and MLP in one product, normed and rotated queries and keys, those and values beside the
        // text's, what attention gives, the MLP's activation, both joined, their product, the result.
        var single = 16 * C + 3 * M;
        // The same with MLPs of their own, whose inside is freed before the block ends.
        var two = 17 * C + 2 * M;
        var block = config.NumSingleBlocks > 0 ? Math.Max(single, two) : two;
        return batch * all * block;
    }

    /// <summary>Numbers of the attention scores where they are held: on CPUs.</summary>
    /// <inheritdoc cref="Activations"/>
    public static long Scores(MmDitConfig config, long tokens, long textTokens, bool hasSource, int batch)
    {
        var all = (hasSource ? 2 : 1) * tokens + textTokens;
        return ScoreCopies * Math.Min(MostScores, batch * config.NumHeads * all * all);
    }
}
