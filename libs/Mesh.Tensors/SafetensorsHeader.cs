using System.Text.Json;
using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>The JSON header of a safetensors file, checked in full before any tensor is read.</summary>
/// <remarks>Format: 8 bytes header length, JSON, tensor bytes without gaps (huggingface/safetensors README).</remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes before the JSON.</summary>
    public const int PrefixLength = 8;

    /// <summary>Largest JSON accepted, as in the reference implementation.</summary>
    public const long MaxLength = 100_000_000;

    private readonly string _path;
    private readonly Dictionary<string, TensorEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = [];

    private SafetensorsHeader(string path) => _path = path;

    public IReadOnlyDictionary<string, TensorEntry> Entries => _entries;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <param name="path">Named in errors.</param>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">Bytes of the file after the header.</param>
    /// <exception cref="InvalidDataException">The header is malformed; the message names file and tensor.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(path);
        var dataStart = PrefixLength + json.Length;
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
                header.Add(property, dataStart, dataLength);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path}: the header is not valid JSON: {error.Message}", error);
        }

        header.RequireNoGaps(dataStart, dataStart + dataLength);
        return header;
    }

    private void Add(JsonProperty property, long dataStart, long dataLength)
    {
        if (property.Name == "__metadata__")
        {
            foreach (var pair in property.Value.EnumerateObject())
                _metadata[pair.Name] = pair.Value.GetString() ?? "";
            return;
        }

        if (!_entries.TryAdd(property.Name, ReadEntry(property, dataStart, dataLength)))
            throw Invalid(property.Name, "appears twice");
    }

    private TensorEntry ReadEntry(JsonProperty property, long dataStart, long dataLength)
    {
        var (name, value) = (property.Name, property.Value);
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var dtypeName)
            || !value.TryGetProperty("shape", out var shapeArray)
            || !value.TryGetProperty("data_offsets", out var offsets))
        {
            throw Invalid(name, "lacks dtype, shape or data_offsets");
        }

        var dtype = SafetensorsDType.Parse(dtypeName.GetString())
            ?? throw Invalid(name, $"has the unknown dtype {dtypeName}");
        long[] shape = [.. shapeArray.EnumerateArray().Select(size => size.GetInt64())];
        if (offsets.GetArrayLength() != 2)
            throw Invalid(name, $"has data_offsets {offsets} instead of [begin, end]");

        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || end > dataLength)
            throw Invalid(name, $"lies at bytes [{begin}, {end}) of {dataLength}");
        if (end - begin != ByteCount(name, shape, dtype))
            throw Invalid(name, $"has {end - begin} bytes, but {dtype} [{string.Join(", ", shape)}] needs "
                + $"{ByteCount(name, shape, dtype)}");

        return new TensorEntry(dtype, shape, dataStart + begin, end - begin);
    }

    private long ByteCount(string name, long[] shape, ScalarType dtype)
    {
        try
        {
            if (shape.Any(size => size < 0))
                throw Invalid(name, $"has the negative shape [{string.Join(", ", shape)}]");
            return shape.Aggregate((long)SafetensorsDType.SizeOf(dtype), (bytes, size) => checked(bytes * size));
        }
        catch (OverflowException)
        {
            throw Invalid(name, $"has the impossible shape [{string.Join(", ", shape)}]");
        }
    }

    private void RequireNoGaps(long dataStart, long dataEnd)
    {
        var position = dataStart;
        foreach (var (name, entry) in _entries.OrderBy(pair => pair.Value.Offset).ThenBy(pair => pair.Value.Length))
        {
            if (entry.Offset < position)
                throw Invalid(name, "overlaps another tensor");
            if (entry.Offset > position)
                throw Invalid(name, $"follows a gap of {entry.Offset - position} bytes");
            position += entry.Length;
        }

        if (position != dataEnd)
            throw new InvalidDataException($"{_path}: {dataEnd - position} bytes after the last tensor.");
    }

    private InvalidDataException Invalid(string tensor, string what) => new($"{_path}: tensor '{tensor}' {what}.");
}
