using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Weights.Inspection;

/// <summary>How a file compares with what a network needs.</summary>
/// <param name="Preset">Name of the network.</param>
/// <param name="Missing">Tensors that the file lacks, in order.</param>
/// <param name="Unexpected">Tensors that the network has no place for.</param>
/// <param name="Misshaped">Tensors of another shape, with both shapes.</param>
public sealed record PresetFit(
    string Preset,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected,
    IReadOnlyList<string> Misshaped)
{
    private const int Shown = 3;

    /// <summary>Whether the file is the whole network and nothing else.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Misshaped.Count == 0;

    internal int Problems => Missing.Count + Unexpected.Count + Misshaped.Count;

    /// <summary>One line: complete, or what is wrong.</summary>
    public override string ToString() => IsComplete
        ? "complete"
        : string.Join("; ", Listed("missing", Missing)
            .Concat(Listed("unexpected", Unexpected)).Concat(Listed("of another shape", Misshaped)));

    internal static PresetFit Of(WeightPreset preset, IReadOnlyDictionary<string, long[]> shapes)
    {
        using var network = preset.Build(Layers.On(device("meta")));
        return Of(preset.Name, network, shapes, preset.Keys(shapes.Keys, network));
    }

    /// <param name="name">Name of the network.</param>
    /// <param name="network">Its keys and shapes count.</param>
    /// <param name="shapes">The file, by published name.</param>
    /// <param name="keyOf">From published names to keys; null for one that the network does not need.</param>
    public static PresetFit Of(
        string name, nn.Module network, IReadOnlyDictionary<string, long[]> shapes, Func<string, string?> keyOf)
    {
        var weights = StateDict.Of(network).ToDictionary(pair => pair.Key, pair => pair.Value.shape);
        var found = shapes.Select(pair => (Key: keyOf(pair.Key), Shape: pair.Value))
            .Where(pair => pair.Key is not null).ToDictionary(pair => pair.Key!, pair => pair.Shape);
        return new(
            name,
            [.. weights.Keys.Except(found.Keys).Order(StringComparer.Ordinal)],
            [.. found.Keys.Except(weights.Keys).Order(StringComparer.Ordinal)],
            [.. found.Where(pair => weights.TryGetValue(pair.Key, out var shape) && !shape.SequenceEqual(pair.Value))
                .Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value)}], "
                    + $"not [{string.Join(", ", weights[pair.Key])}]")
                .Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> Listed(string what, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            yield return $"{names.Count} {what} ({string.Join(", ", names.Take(Shown))}"
                + $"{(names.Count > Shown ? ", ..." : "")})";
        }
    }
}
