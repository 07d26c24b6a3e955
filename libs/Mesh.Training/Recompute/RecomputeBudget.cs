using Mesh.Models.MmDit;

namespace Mesh.Training.Recompute;

// n tokens of all streams and text on this rank, C hidden size, M MLP size, H heads

/// <summary>Chooses what is computed again, so that the activations of a pass fit into a budget.</summary>
public static class RecomputeBudget
{
    // Values kept for each token of a block, in hidden and MLP sizes: counted on the float32 path of the CPU.
    private const double HiddenValues = 10;
    private const double MlpValues = 3;

    /// <summary>Bytes that a block keeps for its backward.</summary>
    /// <param name="config">The network.</param>
    /// <param name="tokens">n, over all samples of a pass.</param>
    /// <param name="samples">Samples of a pass, which attend apart.</param>
    /// <param name="level">What is computed again.</param>
    /// <param name="valueBytes">Bytes of a value: 4 in float32, 2 in bfloat16.</param>
    public static long BlockBytes(MmDitConfig config, long tokens, int samples, RecomputeLevel level, int valueBytes)
    {
        var inputs = (double)tokens * config.HiddenSize;
        var inner = tokens * (HiddenValues * config.HiddenSize + MlpValues * config.MlpSize);
        var scores = (double)config.NumHeads * tokens * tokens / samples;
        return (long)(valueBytes * level switch
        {
            RecomputeLevel.None => inner + scores,
            RecomputeLevel.Attention => inner + inputs,  // the result once more
            _ => inputs,
        });
    }

    /// <summary>
    /// The level of every block, in their order. Attentions are computed again first, from the front, then blocks.
    /// </summary>
    /// <param name="config">The network.</param>
    /// <param name="tokens">n, over all samples of a pass.</param>
    /// <param name="samples">Samples of a pass.</param>
    /// <param name="valueBytes">Bytes of a value.</param>
    /// <param name="budget">Bytes for the activations of all blocks.</param>
    /// <exception cref="ArgumentException">Even with everything computed again they do not fit; has the numbers.
    /// </exception>
    public static IReadOnlyList<RecomputeLevel> Plan(
        MmDitConfig config, long tokens, int samples, int valueBytes, long budget)
    {
        var levels = new RecomputeLevel[config.NumDoubleBlocks + config.NumSingleBlocks];
        foreach (var level in (RecomputeLevel[])[RecomputeLevel.Attention, RecomputeLevel.Block])
        {
            for (var block = 0; block < levels.Length && Total() > budget; block++)
                levels[block] = level;
        }
        return Total() <= budget ? levels : throw new ArgumentException($"Activations of {tokens} tokens need "
            + $"{Total()} bytes with every block computed again, and the budget is {budget}: lower TokensPerPass, or "
            + "spread a sample over more ranks.");

        // A block that is computed again is whole for a moment, one at a time.
        long Total() => levels.Sum(level => BlockBytes(config, tokens, samples, level, valueBytes))
            + (levels.Contains(RecomputeLevel.Block)
                ? BlockBytes(config, tokens, samples, RecomputeLevel.None, valueBytes)
                : 0);
    }
}
