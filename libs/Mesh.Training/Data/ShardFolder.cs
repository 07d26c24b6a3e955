using System.Formats.Tar;
using Mesh.Training.Recipes;

namespace Mesh.Training.Data;

/// <summary>
/// WebDataset shards as curation writes them: "shards/480x768x77-00000.tar" holds samples of one size, files of a
/// sample follow each other and share its id as their name up to the first dot.
/// </summary>
public static class ShardFolder
{
    private const int EndBytes = 1024;  // two empty blocks end an archive

    /// <summary>Paths of the shards, in the order of their names.</summary>
    /// <param name="folder">Of the dataset.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static IReadOnlyList<string> Shards(string folder)
    {
        var shards = Path.Combine(folder, "shards");
        string[] paths = Directory.Exists(shards) ? Directory.GetFiles(shards, "*.tar") : [];
        return paths.Length > 0
            ? [.. paths.Order(StringComparer.Ordinal)]
            : throw new InvalidDataException($"{folder} has no shards/*.tar: it is no dataset.");
    }

    /// <summary>The samples of a shard; of their files only the headers are read.</summary>
    /// <param name="shard">Path of the shard.</param>
    /// <exception cref="InvalidDataException">It is damaged, or its name is no size; names the file.</exception>
    public static IReadOnlyList<ShardSample> Samples(string shard)
    {
        var bucket = BucketOf(shard);
        var samples = new List<ShardSample>();
        try
        {
            foreach (var (id, file) in Entries(shard))
            {
                if (samples.Count == 0 || samples[^1].Id != id)
                    samples.Add(new ShardSample(id, bucket, shard, new List<ShardFile>()));
                ((List<ShardFile>)samples[^1].Files).Add(file);
            }
        }
        catch (Exception error) when (error is FormatException or EndOfStreamException or InvalidDataException)
        {
            throw new InvalidDataException($"{shard} is damaged after {samples.Count} samples: {error.Message}", error);
        }
        return samples;
    }

    private static IEnumerable<(string Id, ShardFile File)> Entries(string shard)
    {
        using var stream = File.OpenRead(shard);
        using var tar = new TarReader(stream);
        var end = 0L;
        while (tar.GetNextEntry() is { } entry)
        {
            end = entry.DataOffset + entry.Length;
            if (end > stream.Length)
                throw new InvalidDataException($"{entry.Name} ends at byte {end} of {stream.Length}.");
            if (entry.Name.Split('.', 2) is [var id, var name])
                yield return (id, new ShardFile(string.Intern(name), entry.DataOffset, entry.Length));
        }
        if (stream.Length - end < EndBytes)
            throw new InvalidDataException("the end of the archive is missing.");
    }

    private static ClipBucket BucketOf(string path)
    {
        var name = Path.GetFileName(path);
        int[] sizes = [.. name.Split('-')[0].Split('x').Select(part => int.TryParse(part, out var size) ? size : 0)];
        return sizes is [> 0, > 0, > 0]
            ? new ClipBucket(sizes[0], sizes[1], sizes[2])
            : throw new InvalidDataException($"{path}: expected a name like 480x768x77-00000.tar, got {name}.");
    }
}
