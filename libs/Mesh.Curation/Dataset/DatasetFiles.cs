using System.Text;
using Mesh.Curation.Clips;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Sources;

namespace Mesh.Curation.Dataset;

/// <summary>The files of a dataset while they are written.</summary>
internal sealed class DatasetFiles : IAsyncDisposable
{
    private readonly StreamWriter _manifest;
    private readonly StreamWriter _drops;

    public DatasetFiles(string folder, int samplesPerShard, CurationStore store)
    {
        _manifest = Lines(Path.Combine(folder, "manifest.jsonl"));
        _drops = Lines(Path.Combine(folder, "drops.jsonl"));
        Catalogue = new(Path.Combine(folder, "catalogue.db"));
        Shards = new(Path.Combine(folder, "shards"), samplesPerShard, store);
    }

    public Catalogue Catalogue { get; }

    public ShardWriter Shards { get; }

    public async Task AddAsync(SourceVideo source, Sample sample, CancellationToken cancellation)
    {
        var shard = await Shards.AddAsync(sample, cancellation);
        await _manifest.WriteAsync(CurationJson.Text(ManifestLine.Of(sample, source.Name, shard)) + "\n");
        Catalogue.Add(sample, shard);
    }

    public async Task AddAsync(DropLine drop)
    {
        await _drops.WriteAsync(CurationJson.Text(drop) + "\n");
        Catalogue.Add(drop);
    }

    public async ValueTask DisposeAsync()
    {
        await Shards.DisposeAsync();
        await _manifest.DisposeAsync();
        await _drops.DisposeAsync();
        Catalogue.Dispose();
    }

    private static StreamWriter Lines(string path) => new(path, append: false, new UTF8Encoding(false));
}
