using System.IO.MemoryMappedFiles;
using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>A file mapped into memory, and tensors that lie in it.</summary>
internal sealed class MappedFile : IDisposable
{
    private const long SliceBytes = 1L << 22;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    // One for all slices that are cast: new ones each time would leave holes in the heap that add up.
    private readonly Lock _casting = new();
    private Tensor? _staging;

    private MappedFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, long length) =>
        (Path, _file, _view, Length) = (path, file, view, length);

    public string Path { get; }

    public long Length { get; }

    /// <exception cref="InvalidDataException">The file is empty.</exception>
    public static MappedFile Open(string path)
    {
        var length = new FileInfo(path).Length;
        if (length == 0)
            throw new InvalidDataException($"{path} is empty.");

        var file = MemoryMappedFile.CreateFromFile(
            File.OpenRead(path), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            return new(path, file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Fills a span with the bytes from a place on.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void Read<T>(long offset, Span<T> into)
        where T : unmanaged
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(into);
        if (offset < 0 || offset > Length - bytes.Length)
            throw new InvalidDataException($"{Path} ends at byte {Length}, before {bytes.Length} from {offset} on.");
        _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)offset, bytes);
    }

    public byte[] Bytes(long offset, long count)
    {
        var bytes = new byte[Math.Min(count, Math.Max(0, Length - offset))];
        Read<byte>(offset, bytes);
        return bytes;
    }

    /// <summary>Copies elements that lie one after the other, slice by slice, with a cast where needed.</summary>
    /// <remarks>A slice is mapped while it is copied and no longer: its pages count as memory of the process.</remarks>
    /// <param name="offset">Byte at which they start.</param>
    /// <param name="dtype">Stored element type.</param>
    /// <param name="destination">Contiguous, of any element type and device.</param>
    public void ReadInto(long offset, ScalarType dtype, Tensor destination)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var size = SafetensorsDType.SizeOf(dtype);
        var flat = destination.view(-1);
        var direct = destination.dtype == dtype && destination.device_type == TorchSharp.DeviceType.CPU;
        for (long start = 0, count; start < flat.numel(); start += count)
        {
            count = Math.Min(SliceBytes / size, flat.numel() - start);
            using var part = flat.narrow(0, start, count);
            if (direct)
                ReadSlice(offset + start * size, part.bytes);
            else
                Cast(offset + start * size, dtype, part);
        }
    }

    public void Dispose()
    {
        _staging?.Dispose();
        _view.Dispose();
        _file.Dispose();
    }

    private void Cast(long offset, ScalarType stored, Tensor destination)
    {
        lock (_casting)
        {
            if (_staging?.dtype != stored)
            {
                _staging?.Dispose();
                _staging = empty([SliceBytes / SafetensorsDType.SizeOf(stored)], stored, CPU).DetachFromDisposeScope();
            }
            using var part = _staging.narrow(0, 0, destination.numel());
            ReadSlice(offset, part.bytes);
            destination.copy_(part);
        }
    }

    private void ReadSlice(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > Length - into.Length)
            throw new InvalidDataException($"{Path} ends at byte {Length}, before {into.Length} from {offset} on.");
        using var view = _file.CreateViewAccessor(offset, into.Length, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.ReadSpan((ulong)view.PointerOffset, into);
    }
}
