using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>Writes safetensors files: the same tensors give the same bytes.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes to a temporary name in the same folder, then renames: a reader never sees half a file.</summary>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="NotSupportedException">The format cannot hold an element type.</exception>
    public static void Save(
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide elements first, so that every tensor is aligned to its element size; then by name.
        KeyValuePair<string, Tensor>[] ordered = [.. new Dictionary<string, Tensor>(tensors)
            .OrderByDescending(pair => SafetensorsDType.SizeOf(Supported(pair.Value.dtype)))
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)];

        using var stream = SafetensorsAppender.Create(
            path,
            [.. ordered.Select(pair => new TensorSlot(pair.Key, pair.Value.dtype, pair.Value.shape))],
            metadata);
        foreach (var (name, tensor) in ordered)
            stream.Write(name, tensor);
        stream.Complete();
    }

    private static ScalarType Supported(ScalarType dtype)
    {
        _ = SafetensorsDType.NameOf(dtype);
        return dtype;
    }
}
