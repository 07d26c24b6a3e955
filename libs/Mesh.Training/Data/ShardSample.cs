using Mesh.Training.Recipes;

namespace Mesh.Training.Data;

/// <summary>A file within a shard.</summary>
/// <param name="Name">Without the id of its sample: "original.mp4", "txt".</param>
/// <param name="Start">First byte in the shard.</param>
/// <param name="Length">Its bytes.</param>
public readonly record struct ShardFile(string Name, long Start, long Length);

/// <summary>Where the files of a sample lie.</summary>
/// <param name="Id">Of the sample.</param>
/// <param name="Bucket">Size of its clips.</param>
/// <param name="Shard">Path of its shard.</param>
/// <param name="Files">In the order of the shard.</param>
public sealed record ShardSample(string Id, ClipBucket Bucket, string Shard, IReadOnlyList<ShardFile> Files)
{
    /// <summary>The file whose name begins so; null when there is none.</summary>
    public ShardFile? Find(string start)
    {
        foreach (var file in Files)
        {
            if (file.Name.StartsWith(start, StringComparison.Ordinal))
                return file;
        }
        return null;
    }

    public byte[] Read(ShardFile file)
    {
        using var shard = File.OpenRead(Shard);
        shard.Position = file.Start;
        var bytes = new byte[file.Length];
        shard.ReadExactly(bytes);
        return bytes;
    }
}
