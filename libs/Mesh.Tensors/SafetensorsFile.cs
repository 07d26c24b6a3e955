using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>A memory-mapped safetensors file; tensors are copied out one at a time.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private const long SliceBytes = 1L << 28;  // a span of bytes cannot exceed 2 GiB; a staging slice should be small

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;

    private SafetensorsFile(
        string path, MemoryMappedFile file, MemoryMappedViewAccessor view, SafetensorsHeader header)
    {
        (Path, _file, _view, _header) = (path, file, view, header);
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    public IReadOnlyDictionary<string, TensorEntry> Entries => _header.Entries;

    /// <summary>Maps a file and checks its header in full.</summary>
    /// <exception cref="InvalidDataException">The file is not valid; the message names file and tensor.</exception>
    public static SafetensorsFile Open(string path)
    {
        var length = new FileInfo(path).Length;
        if (length < SafetensorsHeader.PrefixLength)
            throw new InvalidDataException($"{path}: {length} bytes is too short for a safetensors file.");

        var file = MemoryMappedFile.CreateFromFile(
            File.OpenRead(path), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        MemoryMappedViewAccessor? view = null;
        try
        {
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            return new SafetensorsFile(path, file, view, ReadHeader(path, view, length));
        }
        catch
        {
            view?.Dispose();
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

        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var size = SafetensorsDType.SizeOf(entry.DType);
        var flat = destination.view(-1);
        var direct = destination.dtype == entry.DType && destination.device_type == TorchSharp.DeviceType.CPU;
        for (long start = 0, count; start < flat.numel(); start += count)
        {
            count = Math.Min(SliceBytes / size, flat.numel() - start);
            using var part = flat.narrow(0, start, count);
            using var staging = direct ? part.alias() : empty([count], entry.DType, CPU);
            _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(entry.Offset + start * size), staging.bytes);
            if (!direct)
                part.copy_(staging);
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private TensorEntry Entry(string name) => Entries.TryGetValue(name, out var entry)
        ? entry
        : throw new KeyNotFoundException($"{Path} has no tensor '{name}'.");

    private static SafetensorsHeader ReadHeader(string path, MemoryMappedViewAccessor view, long length)
    {
        var prefix = new byte[SafetensorsHeader.PrefixLength];
        view.SafeMemoryMappedViewHandle.ReadSpan<byte>(0, prefix);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafetensorsHeader.MaxLength || (long)headerLength > length - prefix.Length)
            throw new InvalidDataException($"{path}: a header of {headerLength} bytes cannot be, in {length} bytes.");

        var json = new byte[headerLength];
        view.SafeMemoryMappedViewHandle.ReadSpan<byte>((ulong)prefix.Length, json);
        return SafetensorsHeader.Parse(path, json, length - prefix.Length - json.Length);
    }
}
