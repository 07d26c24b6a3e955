using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Mesh.Perception.Archives;

/// <summary>Everything that is checked about an archive before it is loaded.</summary>
public static class ArchiveGate
{
    private const int MaxCodeBytes = 8 << 20;
    private const int EndRecord = 22;

    /// <exception cref="PerceptionException">The file is not what its manifest says, or not allowed.</exception>
    public static void Require(string archive, ArchiveManifest manifest)
    {
        try
        {
            RequireChecksum(archive, manifest);
            RequirePlainZip(archive);
            using var zip = ZipFile.OpenRead(archive);
            RequireEntries(archive, zip);
            new CodeGate(Path.GetFileName(archive)).Require(Code(archive, zip));
            foreach (var entry in zip.Entries.Where(entry => entry.FullName.EndsWith(".pkl", StringComparison.Ordinal)))
                RequireOwnClasses(archive, entry);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new PerceptionException($"{archive}: {error.Message}", error);
        }
    }

    /// <summary>SHA-256 of a file, lower-case hexadecimal.</summary>
    public static string Checksum(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void RequireChecksum(string archive, ArchiveManifest manifest)
    {
        var actual = Checksum(archive);
        if (!actual.Equals(manifest.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new PerceptionException(
                $"{archive}: its manifest has the checksum {manifest.Sha256}, got {actual}. Fetch both again.");
        }
    }

    // One beginning and one end, so that every reader finds the same entries.
    private static void RequirePlainZip(string archive)
    {
        using var stream = File.OpenRead(archive);
        Span<byte> start = stackalloc byte[4];
        Span<byte> end = stackalloc byte[EndRecord];
        if (stream.Length < EndRecord)
            throw new InvalidDataException("it is no archive.");
        stream.ReadExactly(start);
        stream.Seek(-EndRecord, SeekOrigin.End);
        stream.ReadExactly(end);
        if (!start.SequenceEqual("PK\u0003\u0004"u8) || !end.StartsWith("PK\u0005\u0006"u8)
            || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != 0)
        {
            throw new InvalidDataException("it is no plain zip archive.");
        }
    }

    private static void RequireEntries(string archive, ZipArchive zip)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? root = null;
        foreach (var name in zip.Entries.Select(entry => entry.FullName))
        {
            var folder = name.Split('/')[0];
            root ??= folder;
            if (!seen.Add(name) || folder != root || name.Contains('\\', StringComparison.Ordinal)
                || name.Split('/').Contains(".."))
            {
                throw new PerceptionException($"{archive} is refused: its entry '{name}' is ambiguous.");
            }
        }
    }

    private static List<(string Name, string Text)> Code(string archive, ZipArchive zip)
    {
        var files = new List<(string, string)>();
        var left = MaxCodeBytes;
        foreach (var entry in zip.Entries.Where(IsCode))
        {
            using var stream = entry.Open();
            var bytes = new byte[Math.Min(entry.Length, left) + 1];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if ((left -= count) < 0)
                throw new PerceptionException(
                    $"{archive} is refused: it has more than {MaxCodeBytes >> 20} MiB of code.");
            files.Add((entry.FullName, Encoding.UTF8.GetString(bytes, 0, count)));
        }
        return files.Count > 0
            ? files
            : throw new PerceptionException($"{archive} is refused: it has no code, so it is no TorchScript archive.");
    }

    private static bool IsCode(ZipArchiveEntry entry) => entry.FullName.EndsWith(".py", StringComparison.Ordinal);

    // Objects of native classes, which are linked into a process, have loaders of their own.
    private static void RequireOwnClasses(string archive, ZipArchiveEntry entry)
    {
        if (entry.FullName.Split('/') is not [_, "data.pkl" or "constants.pkl" or "attributes.pkl"])
            return;
        using var stream = entry.Open();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        if (reader.ReadToEnd().Contains("torch.classes", StringComparison.Ordinal))
            throw new PerceptionException($"{archive} is refused: {entry.FullName} names native classes.");
    }
}
