using Mesh.Nn.Lora;
using Mesh.Weights.Lora;
using static TorchSharp.torch;

namespace Mesh.Training.Checkpoints;

/// <summary>Low-rank updates of a checkpoint as a LoRA file, which an editor loads beside its weights.</summary>
internal static class PublishedLora
{
    private const string Down = ".lora_A";
    private const string Up = ".lora_B";

    /// <param name="path">The file, in the layout of the authors' names with the alpha of each layer.</param>
    /// <param name="alpha">Of every layer.</param>
    /// <param name="weights">Names and shapes of the factors.</param>
    /// <param name="read">The values of one, by its name.</param>
    public static void Write(
        string path, double alpha, IReadOnlyDictionary<string, IReadOnlyList<long>> weights, Func<string, Tensor> read)
    {
        using var scope = NewDisposeScope();
        var layers = weights.Keys.Where(name => name.EndsWith(Down, StringComparison.Ordinal))
            .Select(name => name[..^Down.Length]);
        using var lora = new LoraWeights(layers.ToDictionary(
            layer => layer, layer => new LoraFactors(Factor(layer + Down), Factor(layer + Up), alpha)));
        LoraWriter.Write(path, lora, LoraLayout.Original, map: null);

        Tensor Factor(string name) => read(name).view([.. weights[name]]);
    }
}
