using System.Security.Cryptography;
using System.Text;

namespace Mesh.Editing.Verification;

/// <summary>
/// Checksums of the files in a folder: SHA256SUMS as sha256sum writes it, and those that huggingface-cli leaves below
/// .cache/huggingface/download for large files.
/// </summary>
public static class Checksums
{
    public const string FileName = "SHA256SUMS";

    private const string Downloads = ".cache/huggingface/download";
    private const string Suffix = ".metadata";
    private const int HexDigits = 64;

    /// <summary>Compares every file that has a checksum.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Observed between files.</param>
    /// <exception cref="ModelException">SHA256SUMS is no list of checksums.</exception>
    public static IEnumerable<ModelCheck> Verify(string folder, CancellationToken cancellation = default)
    {
        foreach (var (file, expected) in Known(folder).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, file);
            if (!File.Exists(path))
                yield return new(file, "is missing, though its checksum is known");
            else if (Of(path) is var actual && actual != expected)
                yield return new(file, $"has the checksum {actual}, not {expected}: download it again");
            else
                yield return new(file, null) { Note = "checksum" };
        }
    }

    /// <summary>Writes SHA256SUMS for all files below a folder, hidden ones excepted.</summary>
    /// <returns>How many.</returns>
    public static int Write(string folder, CancellationToken cancellation = default)
    {
        var lines = new StringBuilder();
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(file => file != FileName && !file.Split('/').Any(part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            lines.Append(Of(Path.Combine(folder, file))).Append("  ").Append(file).Append('\n');
        }
        File.WriteAllText(Path.Combine(folder, FileName), lines.ToString());
        return files.Length;
    }

    private static Dictionary<string, string> Known(string folder)
    {
        var known = new Dictionary<string, string>();
        var downloads = Path.Combine(folder, Downloads);
        if (Directory.Exists(downloads))
        {
            foreach (var path in Directory.EnumerateFiles(downloads, "*" + Suffix, SearchOption.AllDirectories))
            {
                // Commit, checksum, time; small files have the checksum of Git, which is shorter.
                var lines = File.ReadLines(path).Take(2).ToArray();
                if (lines.Length == 2 && IsSha256(lines[1]))
                    known[Path.GetRelativePath(downloads, path)[..^Suffix.Length]] = lines[1];
            }
        }
        foreach (var (file, sum) in Listed(Path.Combine(folder, FileName)))
            known[file] = sum;
        return known;
    }

    private static IEnumerable<(string File, string Sum)> Listed(string path)
    {
        if (!File.Exists(path))
            yield break;
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            var parts = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || !IsSha256(parts[0]))
                throw new ModelException($"{path}: '{line}' is no checksum and file name.");
            yield return (parts[1].TrimStart(' ', '*'), parts[0].ToLowerInvariant());
        }
    }

    private static bool IsSha256(string text) => text.Length == HexDigits && text.All(char.IsAsciiHexDigit);

    private static string Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
