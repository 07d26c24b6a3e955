using System.Security.Cryptography;
using System.Text;
using Mesh.Stores.Artifacts;

namespace Mesh.Training.Latents;

/// <summary>The checksums of a dataset, as <see cref="FolderSums"/> wrote them.</summary>
internal sealed class DatasetSums
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _sums = [];

    /// <exception cref="InvalidDataException">The dataset is not complete.</exception>
    public DatasetSums(string folder)
    {
        _folder = folder;
        var path = Path.Combine(folder, FolderSums.FileName);
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
            throw new InvalidDataException($"{path} is not in {FolderSums.FileName}: it is no part of the dataset.");
        if (await FileHash.OfAsync(path) is var actual && actual != expected)
            throw new InvalidDataException($"{path} is damaged: its SHA-256 is {actual}, expected {expected}.");
    }
}
