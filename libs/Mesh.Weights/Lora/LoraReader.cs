using Mesh.Models.Names;
using Mesh.Nn.Lora;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Weights.Lora;

/// <summary>Reads a LoRA from any of the published layouts.</summary>
public static class LoraReader
{
    private static readonly string[] FolderFiles =
        ["adapter_model.safetensors", "pytorch_lora_weights.safetensors", "adapter_model.bin"];

    /// <param name="path">The file, or peft's or diffusers' folder.</param>
    /// <param name="map">The network's names in both layouts.</param>
    /// <param name="rowsOf">
    /// Rows of a published weight, for layers that the file splits and updates in part; null when unknown.
    /// </param>
    /// <returns>By the published paths of the layers; owned by the caller.</returns>
    /// <exception cref="InvalidDataException">The file is no LoRA, or not of this network.</exception>
    /// <exception cref="FileNotFoundException">There is no file.</exception>
    public static LoraWeights Read(string path, NameMap map, Func<string, long?>? rowsOf = null)
    {
        using var checkpoint = Checkpoint.Open(FileOf(path));
        using var scope = NewDisposeScope();
        var whole = new Dictionary<string, LoraFactors>();
        var split = new Dictionary<string, SortedDictionary<int, LoraFactors>>();
        foreach (var (layer, factors) in Factors(checkpoint))
        {
            var (published, part) = LoraNames.ToPublished(layer, map);
            split.TryAdd(published, []);
            if (part is { } number ? !split[published].TryAdd(number, factors) : !whole.TryAdd(published, factors))
                throw new InvalidDataException($"{path}: {layer} is updated twice.");
        }

        foreach (var (layer, parts) in split.Where(pair => pair.Value.Count > 0))
        {
            if (!whole.TryAdd(layer, LoraParts.Joined(layer, parts, map, rowsOf?.Invoke(layer + ".weight"))))
                throw new InvalidDataException($"{path}: {layer} is updated as a whole and in parts.");
        }
        return new(whole.ToDictionary(pair => pair.Key, pair => pair.Value with
        {
            Down = pair.Value.Down.DetachFromDisposeScope(),
            Up = pair.Value.Up.DetachFromDisposeScope(),
        }));
    }

    /// <summary>The file that a path stands for.</summary>
    public static string FileOf(string path) => Directory.Exists(path)
        ? FolderFiles.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists) ?? path
        : path;

    private static IEnumerable<(string Layer, LoraFactors Factors)> Factors(Checkpoint checkpoint)
    {
        var layers = new Dictionary<string, Dictionary<LoraPart, Tensor>>();
        foreach (var name in checkpoint.Names)
        {
            var (layer, part) = LoraNames.Parse(name)
                ?? throw new InvalidDataException($"{checkpoint.Path}: '{name}' is no tensor of a LoRA.");
            layers.TryAdd(layer, []);
            layers[layer][part] = checkpoint.Read(name);
        }

        var scale = LoraScale.Of(checkpoint.Path, checkpoint.Metadata);
        foreach (var (layer, tensors) in layers)
        {
            if (!tensors.TryGetValue(LoraPart.Down, out var down) || !tensors.TryGetValue(LoraPart.Up, out var up))
                throw new InvalidDataException($"{checkpoint.Path}: the LoRA of {layer} lacks one of its two factors.");
            var alpha = tensors.TryGetValue(LoraPart.Alpha, out var own)
                ? own.to(ScalarType.Float64).item<double>()
                : scale.Alpha(LoraNames.Bare(layer), down.shape[0]);
            var factors = new LoraFactors(down, up, alpha);
            factors.Validate(layer);
            yield return (layer, factors);
        }
    }
}
