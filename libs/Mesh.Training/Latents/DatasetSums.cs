using System.Security.Cryptography;
using System.Text;
using Mesh.Training.Checkpoints;

namespace Mesh.Training.Latents;

/// <summary>The checksums that a dataset ends with: lines of a SHA-256, two spaces and a path.</summary>
internal sealed class DatasetSums
{
    /// <summary>Written last: without it a dataset is not complete.</summary>
    public const string FileName = "sha256sums";

    private readonly string _folder;
    private readonly Dictionary<string, string> _sums = [];

    /// <exception cref="InvalidDataException">The dataset is not complete.</exception>
    public DatasetSums(string folder)
    {
        _folder = folder;
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new InvalidDataException($"{path} is missing: the dataset is not complete; make it again.");
        foreach (var line in File.ReadLines(path))
        {
            if (line.Split("  ", 2) is [var sum, var file])
                _sums[file] = sum;
        }
        var shards = _sums.Where(pair => pair.Key.StartsWith("shards/", StringComparison.Ordinal))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value}  {pair.Key}\n");
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(shards))));
    }

    /// <summary>Of the shards.</summary>
    public string Hash { get; }

    /// <exception cref="InvalidDataException">The bytes of a file are not those that were written.</exception>
    public async Task CheckAsync(string path)
    {
        var name = Path.GetRelativePath(_folder, path);
        if (!_sums.TryGetValue(name, out var expected))
            throw new InvalidDataException($"{path} is not in {FileName}: it is no part of the dataset.");
        if (await Checksum.OfAsync(path) is var actual && actual != expected)
            throw new InvalidDataException($"{path} is damaged: its SHA-256 is {actual}, expected {expected}.");
    }

    /// <summary>Writes the checksums of every file of a folder.</summary>
    public static async Task WriteAsync(string folder)
    {
        var lines = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(file => file != FileName && !file.StartsWith('.')).Order(StringComparer.Ordinal))
        {
            lines.Append(await Checksum.OfAsync(Path.Combine(folder, file))).Append("  ").Append(file).Append('\n');
        }
        var fresh = Path.Combine(folder, $".{FileName}");
        await File.WriteAllTextAsync(fresh, lines.ToString());
        File.Move(fresh, Path.Combine(folder, FileName), overwrite: true);
    }
}
