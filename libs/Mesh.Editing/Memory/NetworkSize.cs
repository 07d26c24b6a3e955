using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Memory;

/// <summary>How many numbers a network has, counted without one of them.</summary>
/// <param name="Parameters">Of the whole network.</param>
/// <param name="Lists">Its lists of equal blocks: how many blocks, and the numbers of one.</param>
public sealed record NetworkSize(long Parameters, IReadOnlyList<(int Blocks, long Each)> Lists)
{
    /// <param name="network">Is built of shapes alone.</param>
    internal static NetworkSize Of(NetworkFile network)
    {
        using var module = network.Build(Layers.On(device("meta")));
        var weights = StateDict.Of(module);
        return new(
            weights.Values.Sum(weight => weight.numel()),
            [.. network.Lists.Select(list => List(weights, list + ".")).Where(list => list.Blocks > 0)]);
    }

    /// <summary>Numbers that are on the device when each list has only so many places.</summary>
    /// <param name="places">Null for all blocks.</param>
    public long Resident(int? places) => Parameters
        - Lists.Sum(list => Math.Max(0, list.Blocks - (places ?? list.Blocks)) * list.Each);

    /// <summary>Bytes on the device of the networks of one part.</summary>
    internal static long OfPart(IReadOnlyList<NetworkFile> networks, ModelParts part, ModelPlace place) =>
        networks.Where(network => network.Part == part).Sum(network =>
        {
            var layers = place.Layers(network);
            return Of(network).Resident(layers.ResidentBlocks) * layers.DType.ElementSize();
        });

    private static (int Blocks, long Each) List(Dictionary<string, Tensor> weights, string prefix)
    {
        var blocks = weights.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(pair => pair.Key[prefix.Length..].Split('.')[0])
            .Select(block => block.Sum(pair => pair.Value.numel())).ToArray();
        return (blocks.Length, blocks.FirstOrDefault());
    }
}
