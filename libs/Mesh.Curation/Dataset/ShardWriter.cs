using System.Formats.Tar;
using System.Text;
using Mesh.Curation.Clips;
using Mesh.Curation.Pipeline;

namespace Mesh.Curation.Dataset;

/// <summary>
/// WebDataset shards, one series for each bucket: files of a sample follow each other and share its id as their name up
/// to the first dot. The same samples give the same bytes.
/// </summary>
internal sealed class ShardWriter(string folder, int samplesPerShard, CurationStore store) : IAsyncDisposable
{
    private readonly Dictionary<string, (TarWriter Tar, string Name, int Samples)> _open = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>Shards so far.</summary>
    public int Count => _counts.Values.Sum();

    /// <summary>Adds a sample.</summary>
    /// <returns>Name of its shard.</returns>
    public async Task<string> AddAsync(Sample sample, CancellationToken cancellation)
    {
        if (!_open.TryGetValue(sample.Bucket, out var shard) || shard.Samples == samplesPerShard)
            shard = await NextAsync(sample.Bucket, shard.Tar);
        foreach (var file in sample.Files)
        {
            await using var clip = await store.OpenClipAsync(file, cancellation);
            using var bytes = new MemoryStream();  // a tar header wants the length first
            await clip.CopyToAsync(bytes, cancellation);
            await WriteAsync(shard.Tar, $"{sample.Id}.{file.Role}{Path.GetExtension(file.Key)}", bytes, cancellation);
        }
        if (sample.Instruction is { } instruction)
            await WriteAsync(shard.Tar, $"{sample.Id}.txt", new(Encoding.UTF8.GetBytes(instruction)), cancellation);
        await WriteAsync(
            shard.Tar, $"{sample.Id}.json", new(CurationJson.Bytes(ManifestLine.Of(sample, null, null))), cancellation);
        _open[sample.Bucket] = shard with { Samples = shard.Samples + 1 };
        return shard.Name;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _open.Values)
            await shard.Tar.DisposeAsync();
        _open.Clear();
    }

    private async Task<(TarWriter, string, int)> NextAsync(string bucket, TarWriter? before)
    {
        if (before is not null)
            await before.DisposeAsync();
        var number = _counts.GetValueOrDefault(bucket);
        _counts[bucket] = number + 1;
        var name = $"{bucket}-{number:00000}.tar";
        var file = File.Create(Path.Combine(folder, name), 1 << 20);
        return _open[bucket] = (new TarWriter(file, TarEntryFormat.Ustar, leaveOpen: false), name, 0);
    }

    private static async Task WriteAsync(TarWriter tar, string name, MemoryStream bytes, CancellationToken cancellation)
    {
        bytes.Position = 0;
        var entry = new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = bytes,
            ModificationTime = DateTimeOffset.UnixEpoch,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
        };
        await tar.WriteEntryAsync(entry, cancellation);
    }
}
