using System.Buffers.Binary;
using System.Text;

namespace Mesh.Tensors.Pickles;

/// <summary>Where the files of a zip archive lie; they must be stored, so that they can be mapped.</summary>
/// <remarks>
/// PKWARE APPNOTE 6.3, sections 4.3.7 to 4.3.16. The runtime's own reader does not say where a file starts.
/// </remarks>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054b50, Locator64Signature = 0x07064b50, End64Signature = 0x06064b50;
    private const uint EntrySignature = 0x02014b50, LocalSignature = 0x04034b50;
    private const int EndSize = 22, Locator64Size = 20, End64Size = 56, EntrySize = 46, LocalSize = 30;
    private const int MaxComment = 0xffff;
    private const long MaxDirectory = 1L << 28;
    private const ushort Sizes64 = 1;

    private readonly MappedFile _file;
    private readonly Dictionary<string, (long Offset, long Length)> _entries = new(StringComparer.Ordinal);

    private ZipDirectory(MappedFile file) => _file = file;

    /// <summary>Place and size of every file.</summary>
    public IReadOnlyDictionary<string, (long Offset, long Length)> Entries => _entries;

    /// <exception cref="InvalidDataException">The archive is cut off, compressed or inconsistent.</exception>
    public static ZipDirectory Read(MappedFile file)
    {
        var zip = new ZipDirectory(file);
        var (offset, size) = zip.Directory();
        if (size > MaxDirectory || offset < 0 || size < 0 || offset > file.Length - size)
            throw zip.Invalid($"has a directory of {size} bytes at {offset}, in a file of {file.Length}");

        ReadOnlySpan<byte> directory = file.Bytes(offset, size);
        while (directory.Length > 0)
            directory = directory[zip.Add(directory)..];
        return zip;
    }

    private (long Offset, long Size) Directory()
    {
        var start = Math.Max(0, _file.Length - EndSize - MaxComment);
        var tail = _file.Bytes(start, _file.Length - start);
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) != EndSignature)
                continue;

            var (size, offset) = (UInt32(tail, at + 12), UInt32(tail, at + 16));
            return size == uint.MaxValue || offset == uint.MaxValue ? Directory64(start + at) : (offset, size);
        }

        throw Invalid("has no directory at its end: the file is cut off");
    }

    private (long Offset, long Size) Directory64(long end)
    {
        var locator = end < Locator64Size ? [] : _file.Bytes(end - Locator64Size, Locator64Size);
        if (locator.Length == 0 || UInt32(locator, 0) != Locator64Signature)
            throw Invalid("lacks the locator of its directory");

        var record = _file.Bytes(Int64(locator, 8), End64Size);
        return record.Length == End64Size && UInt32(record, 0) == End64Signature
            ? (Int64(record, 48), Int64(record, 40))
            : throw Invalid("lacks the end of its directory");
    }

    // Returns the size of the entry.
    private int Add(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < EntrySize || UInt32(entry, 0) != EntrySignature)
            throw Invalid("has a malformed directory");

        var (nameLength, extraLength, commentLength) = (UInt16(entry, 28), UInt16(entry, 30), UInt16(entry, 32));
        var length = EntrySize + nameLength + extraLength + commentLength;
        if (entry.Length < length)
            throw Invalid("has a malformed directory");

        var name = Encoding.UTF8.GetString(entry.Slice(EntrySize, nameLength));
        if (UInt16(entry, 10) != 0 || (UInt16(entry, 8) & 1) != 0)
            throw Invalid($"holds '{name}' compressed or encrypted; only stored files can be read");

        var (size, offset) = Sizes(entry, entry.Slice(EntrySize + nameLength, extraLength));
        if (!_entries.TryAdd(name, (DataOffset(name, offset, size), size)))
            throw Invalid($"holds '{name}' twice");
        return length;
    }

    private static (long Size, long Offset) Sizes(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        long stored = UInt32(entry, 20), size = UInt32(entry, 24), offset = UInt32(entry, 42);
        while (extra.Length >= 4)
        {
            var fields = extra.Slice(4, Math.Min(UInt16(extra, 2), extra.Length - 4));
            for (var place = 0; UInt16(extra, 0) == Sizes64 && place < 3 && fields.Length >= 8; place++)
            {
                ref var value = ref place == 0 ? ref size : ref place == 1 ? ref stored : ref offset;
                if (value != uint.MaxValue)
                    continue;
                value = Int64(fields, 0);
                fields = fields[8..];
            }

            extra = extra[Math.Min(extra.Length, 4 + UInt16(extra, 2))..];
        }

        return (size, offset);
    }

    private long DataOffset(string name, long header, long size)
    {
        if (header < 0 || header > _file.Length - LocalSize)
            throw Invalid($"says that '{name}' starts at byte {header} of {_file.Length}");

        var local = _file.Bytes(header, LocalSize);
        var offset = header + LocalSize + UInt16(local, 26) + UInt16(local, 28);
        return UInt32(local, 0) == LocalSignature && size >= 0 && offset <= _file.Length - size
            ? offset
            : throw Invalid($"does not hold the {size} bytes of '{name}' at {offset}, in a file of {_file.Length}");
    }

    private InvalidDataException Invalid(string what) => new($"{_file.Path}: the zip archive {what}.");

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
