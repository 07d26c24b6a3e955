using Mesh.Models.Names;
using Mesh.Nn.Lora;
using static TorchSharp.torch;

namespace Mesh.Weights.Lora;

// r rank, I inputs, O outputs

/// <summary>
/// LoRA where one layout has one linear layer and the other has several: updates of the parts stand in blocks of one
/// larger update, and back.
/// </summary>
internal static class LoraParts
{
    /// <summary>One update of a published layer from those of its parts.</summary>
    /// <param name="layer">The published layer.</param>
    /// <param name="parts">By number; a missing one is no update.</param>
    /// <param name="map">Tells which parts there are.</param>
    /// <param name="rows">O of the published layer; null when unknown.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="InvalidDataException">The last part is missing and O is unknown.</exception>
    public static LoraFactors Joined(
        string layer, IReadOnlyDictionary<int, LoraFactors> parts, NameMap map, long? rows)
    {
        using var scope = NewDisposeScope();
        var names = map.ToDiffusers(layer + ".weight");
        if (names.Count == 1)
        {
            var single = map.Join(layer + ".weight", _ => parts[0].Up).MoveToOuterDisposeScope();
            return new(parts[0].Down.alias().MoveToOuterDisposeScope(), single, parts[0].Alpha);
        }

        LoraFactors[] present = [.. parts.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        var down = cat([.. present.Select(part => part.Down)], 0);  // [sum of r, I]
        var up = map.Join(layer + ".weight", name => Block(names.Index().First(pair => pair.Item == name).Index));
        return new(down.MoveToOuterDisposeScope(), up.MoveToOuterDisposeScope(), down.shape[0]);

        // Rows of one part: its own columns hold its update, the others nothing.
        Tensor Block(int number)
        {
            var column = parts.Where(pair => pair.Key < number).Sum(pair => pair.Value.Rank);
            var part = parts.GetValueOrDefault(number);
            var block = zeros([part?.Up.shape[0] ?? RowsOf(number), down.shape[0]], down.dtype);
            if (part is not null)
                block.narrow(1, column, part.Rank).copy_(part.Up * part.Scale);
            return block;
        }

        long RowsOf(int number)
        {
            if (number + 1 < names.Count)
                return map.PartRows;
            return rows - number * map.PartRows ?? throw new InvalidDataException(
                $"LoRA of {layer}: {names[number]} has no update, so the size of the joined layer is unknown; "
                + "name the base network.");
        }
    }

    /// <summary>The updates of the parts of a published layer, as diffusers calls them.</summary>
    /// <returns>Owned by the caller.</returns>
    public static IReadOnlyList<(string Layer, LoraFactors Factors)> Split(
        string layer, LoraFactors factors, NameMap map) =>
    [
        .. map.Split(layer + ".weight", factors.Up).Select(part => (
            part.Name[..^".weight".Length], new LoraFactors(factors.Down.alias(), part.Tensor, factors.Alpha))),
    ];
}
