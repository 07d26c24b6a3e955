using static TorchSharp.torch;

namespace Mesh.Models.Llama;

/// <summary>Chooses the next token from the scores of all.</summary>
/// <remarks>Holtzman et al. 2020 (nucleus sampling), arXiv:1904.09751, section 3.1.</remarks>
internal sealed class TokenChoice
{
    private readonly GenerationOptions _options;
    private readonly Random _random;

    /// <exception cref="ArgumentOutOfRangeException">Temperature or probability is outside its range.</exception>
    public TokenChoice(GenerationOptions options)
    {
        if (options.Temperature is { } temperature)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.TopP);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.TopP, 1);
        (_options, _random) = (options, new Random(options.Seed));
    }

    /// <param name="scores">[B, V].</param>
    /// <returns>One id per row.</returns>
    public long[] Of(Tensor scores)
    {
        using var scope = NewDisposeScope();
        if (_options.Temperature is not { } temperature)
            return scores.argmax(1).cpu().data<long>().ToArray();

        var probabilities = (scores.to(ScalarType.Float32) / temperature).softmax(-1).cpu();
        return [.. Enumerable.Range(0, (int)scores.shape[0])
            .Select(row => Draw(probabilities[row].cpu().data<float>().ToArray()))];
    }

    private long Draw(float[] probabilities)
    {
        var ids = Enumerable.Range(0, probabilities.Length).ToArray();
        Array.Sort(ids, (a, b) => probabilities[b].CompareTo(probabilities[a]) is var order and not 0 ? order : a - b);
        var (count, total) = (0, 0.0);
        while (count < ids.Length && (count == 0 || total < _options.TopP))
            total += probabilities[ids[count++]];

        var left = _random.NextDouble() * total;
        for (var i = 0; i < count; i++)
        {
            left -= probabilities[ids[i]];
            if (left < 0)
                return ids[i];
        }

        return ids[count - 1];
    }
}
