using Mesh.Nn.Lora;
using Mesh.Tensors;
using Mesh.Weights.Lora;
using static TorchSharp.torch;

namespace Mesh.Training.Checkpoints;

/// <summary>Low-rank updates of a checkpoint: a LoRA file, which an editor loads beside its weights, or added to them.
/// </summary>
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

    /// <summary>Writes the weights that the updates were trained on, with the updates added in float32.</summary>
    /// <param name="path">The file; it appears whole.</param>
    /// <param name="basis">File or folder of those weights, under the published names.</param>
    /// <param name="alpha">Of every layer.</param>
    /// <param name="weights">Names and shapes of the factors.</param>
    /// <param name="read">The values of one, by its name.</param>
    /// <param name="dtype">Element type of the file.</param>
    /// <exception cref="InvalidDataException">They lack a layer that was trained.</exception>
    public static void WriteMerged(
        string path,
        string basis,
        double alpha,
        IReadOnlyDictionary<string, IReadOnlyList<long>> weights,
        Func<string, Tensor> read,
        ScalarType dtype)
    {
        using var published = Checkpoint.Open(basis);
        var lacking = weights.Keys.Where(name => name.EndsWith(Up, StringComparison.Ordinal))
            .FirstOrDefault(name => !published.Entries.ContainsKey($"{name[..^Up.Length]}.weight"));
        if (lacking is not null)
            throw new InvalidDataException($"{basis} has no layer '{lacking[..^Up.Length]}', which was trained.");
        using var frozen = no_grad();
        var entries = published.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        using var file = SafetensorsAppender.Create(
            path, [.. entries.Select(entry => new TensorSlot(entry.Key, dtype, entry.Value.Shape))]);
        foreach (var (name, entry) in entries)
        {
            using var scope = NewDisposeScope();
            var weight = published.Read(name, ScalarType.Float32);
            var layer = name.EndsWith(".weight", StringComparison.Ordinal) ? name[..^".weight".Length] : name;
            if (weights.TryGetValue(layer + Down, out var down))
            {
                var up = read(layer + Up).view([.. weights[layer + Up]]);
                var update = up.matmul(read(layer + Down).view([.. down])) * (alpha / down[0]);
                weight += update.view(entry.Shape);
            }
            file.Write(name, weight.to(dtype));
        }
        file.Complete();
    }
}
