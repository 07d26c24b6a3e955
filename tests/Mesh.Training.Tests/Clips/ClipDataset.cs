using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Mesh.Training.Recipes;
using Mesh.Video;

namespace Mesh.Training.Tests.Clips;

/// <summary>A dataset laid out as curation does it: pairs of clips of a moving stripe, with words of the tiny model.
/// </summary>
internal static class ClipDataset
{
    public static IReadOnlyList<ClipBucket> Buckets { get; } = [new(32, 48, 5), new(48, 32, 9)];

    /// <summary>Samples that are written: two shards of the first bucket and one of the second, two in each.</summary>
    public const int Count = 6;

    /// <param name="folder">Of the dataset.</param>
    /// <param name="seed">Decides where the stripes are.</param>
    /// <param name="instruction">Of the first sample of each shard.</param>
    /// <param name="roles">Of the clips.</param>
    public static async Task<string> WriteAsync(
        string folder, int seed = 1, string instruction = "make it blue", params string[] roles)
    {
        Directory.CreateDirectory(Path.Combine(folder, "shards"));
        var sums = new StringBuilder();
        var number = seed * 100;
        foreach (var (bucket, shard) in ((ClipBucket, int)[])[(Buckets[0], 0), (Buckets[0], 1), (Buckets[1], 0)])
        {
            var path = $"shards/{bucket}-{shard:00000}.tar";
            await using (var tar = new TarWriter(File.Create(Path.Combine(folder, path)), TarEntryFormat.Ustar))
            {
                await AddAsync(tar, bucket, ++number, instruction, roles);
                await AddAsync(tar, bucket, ++number, "make it red", roles);
            }
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, path));
            sums.Append(Convert.ToHexStringLower(SHA256.HashData(bytes))).Append($"  {path}\n");
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "sha256sums"), sums.ToString());
        return folder;
    }

    private static async Task AddAsync(
        TarWriter tar, ClipBucket bucket, int number, string instruction, string[] roles)
    {
        foreach (var (at, role) in (roles.Length > 0 ? roles : ["original", "edited"]).Index())
            await AddAsync(tar, $"film-{number}.{role}.mp4", await ClipAsync(bucket, number, at));
        await AddAsync(tar, $"film-{number}.txt", Encoding.UTF8.GetBytes(instruction));
    }

    private static async Task AddAsync(TarWriter tar, string name, byte[] bytes) => await tar.WriteEntryAsync(
        new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });

    private static async Task<byte[]> ClipAsync(ClipBucket bucket, int number, int channel)
    {
        var path = Path.Combine(Path.GetTempPath(), $"mesh-{Guid.NewGuid():N}.mp4");
        try
        {
            await using var writer = VideoWriter.Create(
                path, VideoTarget.Film(bucket.Width, bucket.Height, new(25, 1), bucket.Frames), new(18, "ultrafast"));
            var frame = new byte[bucket.Width * bucket.Height * 3];
            for (var time = 0; time < bucket.Frames; time++)
            {
                for (var i = 0; i < frame.Length; i++)
                {
                    var column = i / 3 % bucket.Width;
                    var isStripe = (column + number * 7 + time) % 16 < 8;
                    frame[i] = (byte)(isStripe && i % 3 == channel ? 220 : 30);
                }
                await writer.WriteAsync(frame);
            }
            await writer.CompleteAsync();
            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
