using Mesh.Tensors;
using Mesh.Weights.Kinds;
using Mesh.Weights.Lora;

namespace Mesh.Weights.Inspection;

/// <summary>What is in a file of weights; nothing of it is read but names and sizes.</summary>
/// <param name="Path">The file, or the index of several.</param>
/// <param name="Kind">The network.</param>
/// <param name="Layout">Whose names its tensors have.</param>
/// <param name="Tensors">How many.</param>
/// <param name="Parameters">Numbers in all of them.</param>
/// <param name="Bytes">What they take in the file.</param>
/// <param name="DTypes">Tensors of each element type.</param>
public sealed record WeightInspection(
    string Path,
    WeightKind Kind,
    NameLayout Layout,
    int Tensors,
    long Parameters,
    long Bytes,
    IReadOnlyDictionary<string, int> DTypes)
{
    /// <summary>Published networks of this kind, the one that fits best first.</summary>
    public required IReadOnlyList<PresetFit> Fits { get; init; }

    /// <summary>Rank of an adapter, smallest to largest; null for another kind.</summary>
    public RankRange? Rank { get; init; }

    /// <param name="path">A file, an index or a folder with one checkpoint.</param>
    /// <exception cref="InvalidDataException">It is not valid, or not safe to read.</exception>
    /// <exception cref="FileNotFoundException">There is no checkpoint.</exception>
    public static WeightInspection Of(string path)
    {
        using var checkpoint = Checkpoint.Open(LoraReader.FileOf(path));
        var entries = checkpoint.Entries;
        var names = WeightNames.Of(entries);
        var presets = WeightPreset.All.Where(preset => preset.Kind == names.Kind).ToArray();
        var shapes = presets.Length > 0 ? Inventory.Of(entries, names) : new Dictionary<string, long[]>();
        return new(
            checkpoint.Path,
            names.Kind,
            names.Layout,
            entries.Count,
            entries.Values.Sum(entry => Count(entry.Shape)),
            entries.Values.Sum(entry => entry.Length),
            new SortedDictionary<string, int>(entries.Values.GroupBy(entry => entry.DType)
                .ToDictionary(group => group.Key.ToString().ToLowerInvariant(), group => group.Count())))
        {
            Fits = [.. presets.Select(preset => PresetFit.Of(preset, shapes)).OrderBy(fit => fit.Problems)],
            Rank = names.Kind == WeightKind.Lora ? Ranks(entries) : null,
        };
    }

    private static RankRange Ranks(IReadOnlyDictionary<string, TensorEntry> entries)
    {
        long[] ranks = [.. entries.Where(pair => LoraNames.Parse(pair.Key)?.Part == LoraPart.Down)
            .Select(pair => pair.Value.Shape[0])];
        return new(ranks.DefaultIfEmpty().Min(), ranks.DefaultIfEmpty().Max());
    }

    private static long Count(long[] shape) => shape.Aggregate(1L, (count, size) => count * size);
}

/// <summary>Ranks of the layers of an adapter.</summary>
public sealed record RankRange(long Least, long Most)
{
    public override string ToString() => Least == Most ? $"{Least}" : $"{Least} to {Most}";
}
