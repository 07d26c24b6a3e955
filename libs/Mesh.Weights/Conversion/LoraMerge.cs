using Mesh.Models.Names;
using Mesh.Nn.Lora;
using Mesh.Weights.Kinds;
using Mesh.Weights.Lora;
using static TorchSharp.torch;

namespace Mesh.Weights.Conversion;

/// <summary>Folds an adapter into tensors as they pass by.</summary>
internal sealed class LoraMerge : IDisposable
{
    private readonly Dictionary<string, LoraFactors> _updates = [];
    private readonly HashSet<string> _waiting;
    private readonly LoraWeights _weights;
    private readonly double _strength;
    private readonly string _path;

    /// <param name="path">The adapter.</param>
    /// <param name="strength">Share of it.</param>
    /// <param name="names">The network it is folded into.</param>
    /// <param name="layout">Names of the tensors that will pass by.</param>
    /// <param name="rowsOf">Rows of a published weight, or null.</param>
    /// <exception cref="InvalidDataException">The adapter is not of this network.</exception>
    public LoraMerge(
        string path, double strength, WeightNames names, NameLayout layout, Func<string, long?> rowsOf)
    {
        var map = names.Map ?? throw new InvalidDataException($"{path}: no adapter of {names.Kind} is known.");
        (_path, _strength, _weights) = (path, strength, LoraReader.Read(path, map, rowsOf));
        foreach (var (layer, factors) in _weights.Layers)
        {
            foreach (var (part, update) in Named(layer, factors, layout, map))
                _updates[part + ".weight"] = update;
        }
        _waiting = [.. _updates.Keys];
    }

    /// <summary>The same tensor with its update, if it has one.</summary>
    public ConvertedTensor Over(ConvertedTensor tensor)
    {
        if (!_updates.TryGetValue(tensor.Slot.Name, out var update))
            return tensor;
        _waiting.Remove(tensor.Slot.Name);
        long[] shape = [update.Up.shape[0], update.Down.shape[1]];
        if (!tensor.Slot.Shape.SequenceEqual(shape))
        {
            throw new InvalidDataException($"{_path} updates {tensor.Slot.Name} as [{string.Join(", ", shape)}], but "
                + $"it is [{string.Join(", ", tensor.Slot.Shape)}].");
        }
        return tensor with { Make = () => Updated(tensor.Make(), update) };
    }

    /// <exception cref="InvalidDataException">An update found no tensor.</exception>
    public void RequireUsed()
    {
        if (_waiting.Count > 0)
            throw new InvalidDataException($"{_path} updates {_waiting.First()}, which the weights lack.");
    }

    public void Dispose()
    {
        _weights.Dispose();
        foreach (var update in _updates.Values)
        {
            update.Down.Dispose();
            update.Up.Dispose();
        }
    }

    private Tensor Updated(Tensor weight, LoraFactors update)
    {
        using var scope = NewDisposeScope();
        const ScalarType Wide = ScalarType.Float32;
        var change = update.Up.to(Wide).matmul(update.Down.to(Wide)) * (update.Scale * _strength);
        var result = (weight.to(Wide) + change).to(weight.dtype).MoveToOuterDisposeScope();
        weight.Dispose();
        return result;
    }

    private static IEnumerable<(string Layer, LoraFactors Factors)> Named(
        string layer, LoraFactors factors, NameLayout layout, NameMap map) =>
        layout == NameLayout.Diffusers
            ? LoraParts.Split(layer, factors, map)
                .Select(part => (part.Layer, Factors: part.Factors with
                {
                    Down = part.Factors.Down.DetachFromDisposeScope(),
                    Up = part.Factors.Up.DetachFromDisposeScope(),
                }))
            : [(layer, factors)];
}
