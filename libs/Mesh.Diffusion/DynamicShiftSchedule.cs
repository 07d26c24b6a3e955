namespace Mesh.Diffusion;

/// <summary>Noise levels whose shift grows with the size of the picture.</summary>
/// <remarks>FLUX and Qwen-Image; exponential shift of SD3, arXiv:2403.03206, section 5.3.2.</remarks>
public sealed record DynamicShiftSchedule
{
    /// <summary>Tokens at which the shift is <see cref="BaseShift"/>.</summary>
    public int BaseTokens { get; init; } = 256;

    /// <summary>Tokens at which the shift is <see cref="MaxShift"/>.</summary>
    public int MaxTokens { get; init; } = 8192;

    /// <summary>Logarithm of the shift of a small picture.</summary>
    public double BaseShift { get; init; } = 0.5;

    /// <summary>Logarithm of the shift of a large picture.</summary>
    public double MaxShift { get; init; } = 0.9;

    /// <summary>The level of the last step, to which all are stretched; null leaves them.</summary>
    public double? Terminal { get; init; } = 0.02;

    /// <summary>Logarithm of the shift.</summary>
    /// <param name="tokens">Tokens of the noisy picture alone.</param>
    public double Mu(long tokens)
    {
        var slope = (MaxShift - BaseShift) / (MaxTokens - BaseTokens);
        return tokens * slope + BaseShift - slope * BaseTokens;
    }

    /// <summary>Falling levels from 1 to 0, <paramref name="steps"/> + 1 of them.</summary>
    /// <param name="steps">At least 1.</param>
    /// <param name="tokens">Tokens of the noisy picture alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
    public IReadOnlyList<double> Times(int steps, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        var shift = Math.Exp(Mu(tokens));
        double[] levels = [.. Enumerable.Range(0, steps)
            .Select(i => steps == 1 ? 1 : 1 + i * (1.0 / steps - 1) / (steps - 1))
            .Select(t => shift / (shift + (1 / t - 1)))];

        var stretch = Terminal is { } last && levels[^1] < 1 ? (1 - last) / (1 - levels[^1]) : 1;
        return [.. levels.Select(level => 1 - (1 - level) * stretch), 0];
    }
}
