namespace Mesh.Models.Wan;

/// <summary>Shape of the context branch of VACE.</summary>
/// <remarks>Jiang et al. 2025, arXiv:2503.07598, section 3.3.</remarks>
public sealed record VaceConfig
{
    /// <summary>Channels of the context: kept latent, changed latent, and the mask in blocks of 8 x 8.</summary>
    public int InChannels { get; init; } = 96;

    /// <summary>Blocks of the trunk that a hint is added after, in rising order, the first of them 0.</summary>
    public required IReadOnlyList<int> Layers { get; init; }

    /// <summary>Hints after blocks 0, n, 2n, ...</summary>
    /// <param name="n">Distance between hints.</param>
    /// <param name="of">Blocks of the trunk.</param>
    public static VaceConfig Every(int n, int of) =>
        new() { Layers = [.. Enumerable.Range(0, (of + n - 1) / n).Select(i => i * n)] };

    /// <param name="numLayers">Blocks of the trunk.</param>
    /// <exception cref="ArgumentException">Layers do not rise from 0 within the trunk.</exception>
    public void Validate(int numLayers)
    {
        var rising = Layers.Zip(Layers.Skip(1)).All(pair => pair.First < pair.Second);
        if (Layers.Count == 0 || Layers[0] != 0 || !rising || Layers[^1] >= numLayers)
            throw new ArgumentException(
                $"Layers must rise from 0 and stay below NumLayers {numLayers}, not {string.Join(", ", Layers)}.");
    }
}
