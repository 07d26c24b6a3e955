using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>A tensor that a file will hold, before its values are known.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Row-major shape.</param>
public sealed record TensorSlot(string Name, ScalarType DType, long[] Shape);

/// <summary>
/// Writes a safetensors file one tensor at a time, so that memory never holds them all. The file appears under its name
/// only when <see cref="Complete"/> succeeds.
/// </summary>
public sealed class SafetensorsAppender : IDisposable
{
    private const long SliceElements = 1L << 25;

    private readonly string _path;
    private readonly string _temporary;
    private readonly IReadOnlyList<TensorSlot> _slots;
    private readonly FileStream _stream;
    private int _written;

    private SafetensorsAppender(string path, IReadOnlyList<TensorSlot> slots, byte[] header)
    {
        (_path, _slots, Header, _temporary) = (path, slots, header, $"{path}.{Guid.NewGuid():N}.tmp");
        _stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>The first bytes of the file, before the tensors'.</summary>
    internal byte[] Header { get; }

    /// <summary>Starts a file of exactly these tensors, in this order.</summary>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="NotSupportedException">The format cannot hold an element type.</exception>
    public static SafetensorsAppender Create(
        string path, IReadOnlyList<TensorSlot> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        _ = tensors.ToDictionary(slot => slot.Name);
        var stream = new SafetensorsAppender(path, tensors, MakeHeader(tensors, metadata));
        stream._stream.Write(stream.Header);
        return stream;
    }

    /// <summary>Adds the next tensor, from any device.</summary>
    /// <exception cref="ArgumentException">It is not the next one, or has another element type.</exception>
    /// <exception cref="ShapeException">It has another shape.</exception>
    public void Write(string name, Tensor tensor)
    {
        var slot = _written < _slots.Count ? _slots[_written] : null;
        if (slot?.Name != name || slot.DType != tensor.dtype)
            throw new ArgumentException($"{_path}: {slot?.Name} {slot?.DType} comes next, got {name} {tensor.dtype}.");
        if (!slot.Shape.SequenceEqual(tensor.shape))
            throw new ShapeException(name, $"[{string.Join(", ", slot.Shape)}]", tensor.shape);

        EachSlice(tensor, slice => _stream.Write(slice));
        _written++;
    }

    /// <summary>Hands on the bytes of a tensor, in order, as the file has them.</summary>
    internal static void EachSlice(Tensor tensor, Action<ReadOnlySpan<byte>> take)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().contiguous().view(-1);
        for (long start = 0, count; start < flat.numel(); start += count)
        {
            count = Math.Min(SliceElements, flat.numel() - start);
            using var part = flat.narrow(0, start, count);
            using var local = part.cpu();
            take(local.bytes);
        }
    }

    /// <summary>Brings the file to the disk and gives it its name, replacing a file of that name.</summary>
    /// <exception cref="InvalidOperationException">A tensor is missing.</exception>
    public void Complete()
    {
        if (_written < _slots.Count)
            throw new InvalidOperationException($"{_path}: {_slots[_written].Name} is missing.");
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    /// <summary>Deletes what was not completed.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(_temporary);
    }

    private static byte[] MakeHeader(IReadOnlyList<TensorSlot> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var json = new MemoryStream();
        json.Write(stackalloc byte[SafetensorsHeader.PrefixLength]);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, metadata);
            var offset = 0L;
            foreach (var slot in tensors)
                offset = WriteEntry(writer, slot, offset);
            writer.WriteEndObject();
        }

        while (json.Length % 8 != 0)
            json.WriteByte((byte)' ');

        var header = json.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - SafetensorsHeader.PrefixLength));
        return header;
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

    private static long WriteEntry(Utf8JsonWriter writer, TensorSlot slot, long offset)
    {
        var end = slot.Shape.Aggregate(
            (long)SafetensorsDType.SizeOf(slot.DType), (bytes, size) => checked(bytes * size)) + offset;
        writer.WriteStartObject(slot.Name);
        writer.WriteString("dtype", SafetensorsDType.NameOf(slot.DType));
        writer.WriteStartArray("shape");
        foreach (var size in slot.Shape)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(offset);
        writer.WriteNumberValue(end);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return end;
    }
}
