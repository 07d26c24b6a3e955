using System.Text.Json;
using Mesh.Tensors;
using TorchSharp;

namespace Mesh.Weights.Conversion;

/// <summary>Writes tensors to one safetensors file, or to several of bounded size and an index.</summary>
internal static class ShardWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Dictionary<string, string> Header = new() { ["format"] = "pt" };

    /// <param name="path">The file, or the first part of the names of several.</param>
    /// <param name="tensors">Made one at a time, in this order.</param>
    /// <param name="shardBytes">Most bytes of a file; a larger tensor has one of its own. Null is one file.</param>
    /// <param name="cancellation">Observed between tensors.</param>
    /// <returns>The files that were written.</returns>
    public static IReadOnlyList<string> Write(
        string path, IReadOnlyList<ConvertedTensor> tensors, long? shardBytes, CancellationToken cancellation)
    {
        var shards = Cut(tensors, shardBytes ?? long.MaxValue);
        if (shards.Count == 1)
        {
            Write(path, shards[0], cancellation);
            return [path];
        }

        var stem = path.EndsWith(".safetensors", StringComparison.Ordinal) ? path[..^".safetensors".Length] : path;
        var files = shards.Select((_, i) => $"{stem}-{i + 1:D5}-of-{shards.Count:D5}.safetensors").ToArray();
        foreach (var (file, shard) in files.Zip(shards))
            Write(file, shard, cancellation);
        var index = $"{stem}.safetensors.index.json";
        File.WriteAllText(index, JsonSerializer.Serialize(new
        {
            metadata = new { total_size = tensors.Sum(tensor => tensor.Bytes) },
            weight_map = files.Zip(shards)
                .SelectMany(pair => pair.Second.Select(tensor => (tensor.Slot.Name, pair.First)))
                .ToDictionary(pair => pair.Name, pair => Path.GetFileName(pair.First)),
        }, Indented));
        return [.. files, index];
    }

    private static void Write(string path, IReadOnlyList<ConvertedTensor> shard, CancellationToken cancellation)
    {
        using var file = SafetensorsAppender.Create(path, [.. shard.Select(tensor => tensor.Slot)], Header);
        foreach (var tensor in shard)
        {
            cancellation.ThrowIfCancellationRequested();
            using var made = tensor.Make();
            file.Write(tensor.Slot.Name, made);
        }
        file.Complete();
    }

    // Wide elements first within a file, so that every tensor is aligned to its element size.
    private static List<IReadOnlyList<ConvertedTensor>> Cut(IReadOnlyList<ConvertedTensor> tensors, long bytes)
    {
        var shards = new List<IReadOnlyList<ConvertedTensor>>();
        var current = new List<ConvertedTensor>();
        var size = 0L;
        foreach (var tensor in tensors.OrderByDescending(tensor => tensor.Slot.DType.ElementSize()))
        {
            if (current.Count > 0 && size + tensor.Bytes > bytes)
            {
                shards.Add(current);
                (current, size) = ([], 0);
            }
            current.Add(tensor);
            size += tensor.Bytes;
        }
        shards.Add(current);
        return shards;
    }
}
