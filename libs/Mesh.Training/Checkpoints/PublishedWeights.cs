using Mesh.Stores.Artifacts;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Training.Checkpoints;

/// <summary>A checkpoint as one safetensors file under the published names, which serving loads.</summary>
public static class PublishedWeights
{
    /// <summary>
    /// Writes the moving average, or the weights themselves where the run keeps none; low-rank updates as a LoRA file
    /// in float32, or added to the weights they were trained on.
    /// </summary>
    /// <param name="store">Checkpoints of the run.</param>
    /// <param name="step">Which of them.</param>
    /// <param name="path">The file; it appears whole.</param>
    /// <param name="dtype">Element type of the file.</param>
    /// <param name="basis">Weights that low-rank updates are added to; null writes those by themselves.</param>
    /// <exception cref="ArtifactNotFoundException">There is no such checkpoint.</exception>
    /// <exception cref="InvalidDataException">A shard is damaged; names it.</exception>
    public static async Task WriteAsync(
        IArtifactStore store, int step, string path, ScalarType dtype, string? basis = null)
    {
        var folder = new CheckpointFolder(store);
        var manifest = await folder.ReadAsync(step);
        if (await folder.CheckAsync(manifest.Files) is { } problem)
            throw new InvalidDataException(problem);
        using var reader = new ShardReader(folder.Fetch(manifest));
        var weights = manifest.Weights.OrderBy(weight => weight.Key, StringComparer.Ordinal).ToList();
        var kind = reader.Has("average", weights[0].Key) ? "average" : "weights";

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (manifest.LoraAlpha is { } alpha)
        {
            Tensor Read(string name) => reader.Whole(kind, name, Count(manifest.Weights[name]));
            if (basis is null)
                PublishedLora.Write(path, alpha, manifest.Weights, Read);
            else
                PublishedLora.WriteMerged(path, basis, alpha, manifest.Weights, Read, dtype);
            return;
        }
        using var file = SafetensorsAppender.Create(
            path, [.. weights.Select(weight => new TensorSlot(weight.Key, dtype, [.. weight.Value]))]);
        foreach (var (name, shape) in weights)
        {
            using var scope = NewDisposeScope();
            file.Write(name, reader.Whole(kind, name, Count(shape)).view([.. shape]).to(dtype));
        }
        file.Complete();
    }

    private static long Count(IReadOnlyList<long> shape) => shape.Aggregate(1L, (product, size) => product * size);
}
