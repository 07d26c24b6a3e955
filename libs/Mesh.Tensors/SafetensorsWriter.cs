using System.Security.Cryptography;
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
        var ordered = Ordered(tensors);
        using var file = Create(path, ordered, metadata);
        Write(file, ordered);
    }

    /// <summary>
    /// As <see cref="Save"/>, with the checksum of the file: another thread takes it from memory meanwhile, so that
    /// the file is never read again.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">On the CPU; nobody changes them meanwhile.</param>
    /// <param name="metadata">For the header.</param>
    /// <returns>SHA-256 of the file in lower-case hexadecimal.</returns>
    public static string SaveHashed(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var ordered = Ordered(tensors);
        using var file = Create(path, ordered, metadata);
        var hash = Task.Run(() => Hash(file.Header, ordered));
        try
        {
            Write(file, ordered);
        }
        finally
        {
            Task.WaitAny(hash);  // it reads the caller's tensors
        }
        return hash.GetAwaiter().GetResult();
    }

    private static SafetensorsAppender Create(
        string path,
        IReadOnlyList<KeyValuePair<string, Tensor>> ordered,
        IReadOnlyDictionary<string, string>? metadata) => SafetensorsAppender.Create(
            path, [.. ordered.Select(pair => new TensorSlot(pair.Key, pair.Value.dtype, pair.Value.shape))], metadata);

    private static void Write(SafetensorsAppender file, IReadOnlyList<KeyValuePair<string, Tensor>> ordered)
    {
        foreach (var (name, tensor) in ordered)
            file.Write(name, tensor);
        file.Complete();
    }

    private static string Hash(byte[] header, IReadOnlyList<KeyValuePair<string, Tensor>> ordered)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        foreach (var (_, tensor) in ordered)
            SafetensorsAppender.EachSlice(tensor, slice => hash.AppendData(slice));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Wide elements first, so that every tensor is aligned to its element size; then by name.
    private static KeyValuePair<string, Tensor>[] Ordered(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        [.. new Dictionary<string, Tensor>(tensors)
            .OrderByDescending(pair => SafetensorsDType.SizeOf(Supported(pair.Value.dtype)))
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)];

    private static ScalarType Supported(ScalarType dtype)
    {
        _ = SafetensorsDType.NameOf(dtype);
        return dtype;
    }
}
