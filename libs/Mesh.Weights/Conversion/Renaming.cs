using Mesh.Models.Names;
using Mesh.Tensors;
using Mesh.Weights.Kinds;
using static TorchSharp.torch;

namespace Mesh.Weights.Conversion;

/// <summary>The tensors of a file under the names of a layout, one at a time.</summary>
internal sealed class Renaming(Checkpoint source, WeightNames names) : IDisposable
{
    // The parts of one published tensor come one after the other: it is read once.
    private (string Name, Tensor Tensor)? _whole;

    /// <param name="layout">Whose names; null keeps those of the file.</param>
    /// <exception cref="InvalidDataException">The file's network has one layout only, or a name is unknown.</exception>
    public IEnumerable<ConvertedTensor> To(NameLayout? layout)
    {
        if (layout is null || layout == names.Layout)
            return source.Entries.Select(pair => Kept(pair.Key, pair.Value));
        if (names.Map is not { } map)
            throw new InvalidDataException($"{source.Path}: names of {names.Kind} exist in one layout only.");
        return layout == NameLayout.Diffusers ? Split(map) : Joined(map);
    }

    public void Dispose() => _whole?.Tensor.Dispose();

    private ConvertedTensor Kept(string name, TensorEntry entry) =>
        new(new(name, entry.DType, entry.Shape), () => source.Read(name));

    private IEnumerable<ConvertedTensor> Split(NameMap map)
    {
        foreach (var (name, entry) in source.Entries)
        {
            var parts = map.ToDiffusers(name);
            for (var i = 0; i < parts.Count; i++)
            {
                var (part, rows) = (parts[i], i + 1 < parts.Count ? map.PartRows : Rest(entry, parts.Count, map));
                yield return new(
                    new(part, entry.DType, parts.Count == 1 ? entry.Shape : [rows, .. entry.Shape[1..]]),
                    () => Part(map, name, part));
            }
        }
    }

    private static long Rest(TensorEntry entry, int parts, NameMap map) => entry.Shape[0] - (parts - 1) * map.PartRows;

    private Tensor Part(NameMap map, string name, string part)
    {
        using var scope = NewDisposeScope();
        if (_whole?.Name != name)
        {
            _whole?.Tensor.Dispose();
            _whole = (name, source.Read(name).DetachFromDisposeScope());
        }
        return map.Split(name, _whole.Value.Tensor).First(pair => pair.Name == part).Tensor.MoveToOuterDisposeScope();
    }

    private IEnumerable<ConvertedTensor> Joined(NameMap map)
    {
        foreach (var group in source.Entries.Keys.GroupBy(name => map.ToPublished(name).Published))
        {
            var parts = map.ToDiffusers(group.Key);
            if (parts.FirstOrDefault(part => !source.Entries.ContainsKey(part)) is { } lost)
                throw new InvalidDataException($"{source.Path}: {lost} is missing, a part of {group.Key}.");
            var entries = parts.Select(part => source.Entries[part]).ToArray();
            var shape = entries[0].Shape is [_, .. var rest]
                ? [entries.Sum(entry => entry.Shape[0]), .. rest]
                : entries[0].Shape;
            yield return new(
                new(group.Key, entries[0].DType, shape),
                () => map.Join(group.Key, part => source.Read(part, entries[0].DType)));
        }
    }
}
