using System.Buffers.Binary;
using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>A memory-mapped safetensors file; tensors are copied out one at a time.</summary>
public sealed class SafetensorsFile : ITensorFile
{
    private readonly MappedFile _file;
    private readonly SafetensorsHeader _header;
    private readonly long _start;

    private SafetensorsFile(MappedFile file, SafetensorsHeader header, long start) =>
        (_file, _header, _start) = (file, header, start);

    public string Path => _file.Path;

    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    public IReadOnlyDictionary<string, TensorEntry> Entries => _header.Entries;

    /// <summary>Maps a file and checks its header in full.</summary>
    /// <exception cref="InvalidDataException">The file is not valid; the message names file and tensor.</exception>
    public static SafetensorsFile Open(string path) => OpenAt(path, 0, new FileInfo(path).Length);

    /// <summary>Maps a file that lies in another, as in a tar archive that is not compressed.</summary>
    /// <param name="path">The file around it.</param>
    /// <param name="start">Byte at which it starts; entries count from there.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <exception cref="InvalidDataException">The file is not valid; the message names file and tensor.</exception>
    public static SafetensorsFile OpenAt(string path, long start, long length)
    {
        if (length < SafetensorsHeader.PrefixLength)
            throw new InvalidDataException($"{path}: {length} bytes is too short for a safetensors file.");

        var file = MappedFile.Open(path);
        try
        {
            return new SafetensorsFile(file, ReadHeader(file, start, length), start);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <param name="name">One of <see cref="Entries"/>.</param>
    /// <param name="dtype">Element type of the result; null keeps the stored one.</param>
    /// <param name="device">Where the result lies; null is the CPU.</param>
    /// <returns>A new tensor, owned by the caller.</returns>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    public Tensor Read(string name, ScalarType? dtype = null, Device? device = null)
    {
        var entry = Entry(name);
        var result = empty(entry.Shape, dtype ?? entry.DType, device ?? CPU);
        ReadInto(name, result);
        return result;
    }

    /// <summary>Copies a tensor into one of the same shape, slice by slice, with a cast where needed.</summary>
    /// <param name="name">One of <see cref="Entries"/>.</param>
    /// <param name="destination">Contiguous, of any element type and device.</param>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void ReadInto(string name, Tensor destination)
    {
        var entry = Entry(name);
        if (!destination.shape.SequenceEqual(entry.Shape))
            throw new ShapeException(name, $"[{string.Join(", ", destination.shape)}]", entry.Shape);

        _file.ReadInto(_start + entry.Offset, entry.DType, destination);
    }

    /// <summary>Copies a run of the values of a tensor, whatever its shape.</summary>
    /// <param name="name">One of <see cref="Entries"/>.</param>
    /// <param name="start">First value, counted from the first of the tensor in row-major order.</param>
    /// <param name="destination">As many values as are wanted: contiguous, of any element type and device.</param>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has no such run.</exception>
    public void ReadRun(string name, long start, Tensor destination)
    {
        var entry = Entry(name);
        var count = entry.Shape.Aggregate(1L, (product, size) => product * size);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, count - destination.numel());
        _file.ReadInto(_start + entry.Offset + start * SafetensorsDType.SizeOf(entry.DType), entry.DType, destination);
    }

    public void Dispose() => _file.Dispose();

    private TensorEntry Entry(string name) => Entries.TryGetValue(name, out var entry)
        ? entry
        : throw new KeyNotFoundException($"{Path} has no tensor '{name}'.");

    private static SafetensorsHeader ReadHeader(MappedFile file, long start, long length)
    {
        var prefix = file.Bytes(start, SafetensorsHeader.PrefixLength);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafetensorsHeader.MaxLength || (long)headerLength > length - prefix.Length)
        {
            throw new InvalidDataException(
                $"{file.Path}: a header of {headerLength} bytes cannot be, in {length} bytes.");
        }

        var json = file.Bytes(start + prefix.Length, (long)headerLength);
        return SafetensorsHeader.Parse(file.Path, json, length - prefix.Length - json.Length);
    }
}
