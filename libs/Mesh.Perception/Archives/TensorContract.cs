using System.Text.Json;
using static TorchSharp.torch;

namespace Mesh.Perception.Archives;

/// <summary>What one tensor of a call must be.</summary>
/// <param name="Name">As the manifest calls it.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">One rule for each side.</param>
public sealed record TensorContract(string Name, ScalarType DType, IReadOnlyList<DimensionRule> Shape)
{
    /// <summary>Reads {"x": ["f32", "B", 3, "H%14"], "y": "=x"} in its order.</summary>
    /// <exception cref="FormatException">An entry is neither a list nor the name of an earlier one.</exception>
    public static IReadOnlyList<TensorContract> ReadAll(JsonElement json)
    {
        var contracts = new List<TensorContract>();
        foreach (var entry in json.EnumerateObject())
        {
            contracts.Add(entry.Value.ValueKind switch
            {
                JsonValueKind.Array => Read(entry.Name, [.. entry.Value.EnumerateArray()]),
                JsonValueKind.String when entry.Value.GetString() is ['=', .. var other]
                    && contracts.Find(contract => contract.Name == other) is { } same
                    => same with { Name = entry.Name },
                _ => throw new FormatException($"'{entry.Name}' must be a list or '=' and an earlier name."),
            });
        }
        return contracts;
    }

    /// <exception cref="PerceptionException">The tensor is another; the message says what was expected.</exception>
    public void Require(Tensor tensor, IDictionary<string, long> lengths, string network)
    {
        var shape = tensor.shape;
        var fits = shape.Length == Shape.Count
            && shape.Zip(Shape).All(side => side.Second.Accepts(side.First, lengths));
        if (!fits || tensor.dtype != DType)
        {
            throw new PerceptionException(
                $"{network}: '{Name}' must be {DType}[{string.Join(", ", Shape)}]{Known(lengths)}, "
                + $"got {tensor.dtype}[{string.Join(", ", shape)}].");
        }
    }

    private static string Known(IDictionary<string, long> lengths) => lengths.Count == 0
        ? ""
        : $" with {string.Join(", ", lengths.Select(pair => $"{pair.Key} = {pair.Value}"))}";

    private static TensorContract Read(string name, JsonElement[] items) => items.Length == 0
        ? throw new FormatException($"'{name}' is empty.")
        : new(name, Type(items[0].GetString()),
            [.. items.Skip(1).Select(item => DimensionRule.Parse(item.ToString()))]);

    private static ScalarType Type(string? name) => name switch
    {
        "f32" => ScalarType.Float32,
        "i64" => ScalarType.Int64,
        "u8" => ScalarType.Byte,
        "bool" => ScalarType.Bool,
        _ => throw new FormatException($"'{name}' is no element type: expected f32, i64, u8 or bool."),
    };
}
