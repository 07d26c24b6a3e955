using Mesh.Tensors;

namespace Mesh.Weights.Kinds;

/// <summary>The tensors of a file by their published names, without reading one.</summary>
internal static class Inventory
{
    /// <summary>Shapes by published name; what diffusers splits is added up again.</summary>
    /// <exception cref="InvalidDataException">A name belongs to neither layout.</exception>
    public static IReadOnlyDictionary<string, long[]> Of(
        IReadOnlyDictionary<string, TensorEntry> entries, WeightNames names)
    {
        if (names.Layout == NameLayout.Published || names.Map is not { } map)
            return entries.ToDictionary(pair => pair.Key, pair => pair.Value.Shape);

        var shapes = new Dictionary<string, long[]>();
        foreach (var (name, entry) in entries)
        {
            if (!map.IsDiffusers(name))
            {
                shapes[name] = entry.Shape;
                continue;
            }
            var published = map.ToPublished(name).Published;
            shapes[published] = shapes.TryGetValue(published, out var before)
                ? [before[0] + entry.Shape[0], .. before[1..]]
                : entry.Shape;
        }
        return shapes;
    }
}
