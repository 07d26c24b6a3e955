using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>Writes safetensors files: the same tensors give the same bytes.</summary>
public static class SafetensorsWriter
{
    private const long SliceElements = 1L << 25;

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

        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = File.Create(temporary))
            {
                WriteHeader(stream, ordered, metadata);
                foreach (var (_, tensor) in ordered)
                    WriteTensor(stream, tensor);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteHeader(
        Stream stream, KeyValuePair<string, Tensor>[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, metadata);
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
                offset = WriteEntry(writer, name, tensor, offset);
            writer.WriteEndObject();
        }

        while (json.Length % 8 != 0)
            json.WriteByte((byte)' ');

        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)json.Length);
        stream.Write(prefix);
        json.WriteTo(stream);
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null or { Count: 0 })
            return;

        writer.WriteStartObject("__metadata__");
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static long WriteEntry(Utf8JsonWriter writer, string name, Tensor tensor, long offset)
    {
        var end = offset + tensor.numel() * SafetensorsDType.SizeOf(tensor.dtype);
        writer.WriteStartObject(name);
        writer.WriteString("dtype", SafetensorsDType.NameOf(tensor.dtype));
        writer.WriteStartArray("shape");
        foreach (var size in tensor.shape)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(offset);
        writer.WriteNumberValue(end);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return end;
    }

    private static void WriteTensor(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().contiguous().view(-1);
        for (long start = 0, count; start < flat.numel(); start += count)
        {
            count = Math.Min(SliceElements, flat.numel() - start);
            using var part = flat.narrow(0, start, count);
            using var local = part.cpu();
            stream.Write(local.bytes);
        }
    }

    private static ScalarType Supported(ScalarType dtype)
    {
        _ = SafetensorsDType.NameOf(dtype);
        return dtype;
    }
}
