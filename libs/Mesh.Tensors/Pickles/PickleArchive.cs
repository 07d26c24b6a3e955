using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Mesh.Tensors.Pickles;

/// <summary>The pickled object of a PyTorch file, and where its storages lie.</summary>
/// <param name="Root">The object.</param>
/// <param name="Storages">Place and size in bytes of each storage, by key.</param>
internal sealed record PickleArchive(object? Root, IReadOnlyDictionary<string, (long Offset, long Length)> Storages)
{
    private const long MaxPickle = 1L << 28;

    // torch.serialization.MAGIC_NUMBER and PROTOCOL_VERSION
    private static readonly BigInteger LegacyMagic = BigInteger.Parse("119547037146038801333356",
        System.Globalization.CultureInfo.InvariantCulture);

    private const long LegacyProtocol = 1001;

    /// <summary>Reads the zip format of PyTorch 1.6 and later, or the one before.</summary>
    /// <exception cref="InvalidDataException">The file is neither, is cut off, or is not safe to read.</exception>
    public static PickleArchive Read(MappedFile file) =>
        file.Bytes(0, 2) is [(byte)'P', (byte)'K'] ? ReadZip(file) : ReadLegacy(file);

    private static PickleArchive ReadZip(MappedFile file)
    {
        const string Pickle = "data.pkl";
        var entries = ZipDirectory.Read(file).Entries;
        string[] found = [.. entries.Keys.Where(name => name == Pickle || name.EndsWith("/" + Pickle))];
        if (found.Length != 1)
            throw new InvalidDataException($"{file.Path} must hold one {Pickle}, got {found.Length}.");

        var folder = found[0][..^Pickle.Length];
        if (entries.TryGetValue(folder + "byteorder", out var order)
            && Encoding.ASCII.GetString(file.Bytes(order.Offset, Math.Min(order.Length, 16))).Trim() is var name
            && name != "little")
        {
            throw new InvalidDataException($"{file.Path} is written in the byte order '{name}', not little.");
        }

        var root = PickleMachine.Run(new PickleInput(Pickled(file, entries[found[0]]), file.Path));
        var data = folder + "data/";
        return new PickleArchive(root, entries
            .Where(entry => entry.Key.StartsWith(data, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[data.Length..], entry => entry.Value));
    }

    private static byte[] Pickled(MappedFile file, (long Offset, long Length) entry) => entry.Length <= MaxPickle
        ? file.Bytes(entry.Offset, entry.Length)
        : throw new InvalidDataException($"{file.Path}: a pickle of {entry.Length} bytes is more than {MaxPickle}.");

    // Magic number, protocol, system, object, keys of the storages; then each storage: count of elements, elements.
    private static PickleArchive ReadLegacy(MappedFile file)
    {
        var input = new PickleInput(file.Bytes(0, Math.Min(file.Length, MaxPickle)), file.Path);
        if (input.Byte() != 0x80)
            throw new InvalidDataException($"{file.Path} is neither a zip archive nor a pickle.");

        input = new PickleInput(file.Bytes(0, Math.Min(file.Length, MaxPickle)), file.Path);
        if (!LegacyMagic.Equals(PickleMachine.Run(input)) || PickleMachine.Run(input) is not LegacyProtocol)
            throw new InvalidDataException($"{file.Path} is a pickle, but not one of PyTorch.");
        var system = PickleMachine.Run(input) as PickleDictionary;
        if (system?.GetValueOrDefault("little_endian") is not true)
            throw new InvalidDataException($"{file.Path} is not written in little-endian byte order.");

        var root = PickleMachine.Run(input);
        if (PickleMachine.Run(input) is not List<object?> keys)
            throw new InvalidDataException($"{file.Path} does not list its storages.");
        return new PickleArchive(root, LegacyStorages(file, root, keys, input.At));
    }

    private static Dictionary<string, (long Offset, long Length)> LegacyStorages(
        MappedFile file, object? root, List<object?> keys, long at)
    {
        var known = PickleStateDict.Storages(root);
        var storages = new Dictionary<string, (long Offset, long Length)>();
        Span<byte> count = stackalloc byte[8];
        foreach (var key in keys.OfType<string>())
        {
            if (!known.TryGetValue(key, out var storage))
                throw new InvalidDataException($"{file.Path}: nothing says what storage '{key}' holds.");

            file.Read(at, count);
            var stored = BinaryPrimitives.ReadInt64LittleEndian(count);
            if (stored != storage.Count)
            {
                throw new InvalidDataException(
                    $"{file.Path}: storage '{key}' has {stored}, not {storage.Count} elements.");
            }

            var length = checked(stored * SafetensorsDType.SizeOf(storage.DType));
            storages[key] = (at + count.Length, length);
            at = checked(at + count.Length + length);
        }

        return storages;
    }
}
