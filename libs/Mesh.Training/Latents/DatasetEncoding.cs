using System.Diagnostics;
using System.Formats.Tar;
using Mesh.Editing;
using Mesh.Stores.Artifacts;
using Mesh.Training.Data;
using static TorchSharp.torch;

namespace Mesh.Training.Latents;

/// <summary>
/// Encodes the clips and instructions of a dataset once, into shards of the same names that a run reads. A shard
/// appears whole; one that is there is not made again.
/// </summary>
/// <remarks>
/// A sample is encoded alone and by one thread, so that the bytes do not depend on how many shards are at work.
/// </remarks>
/// <param name="dataset">Folder of the dataset, as curation wrote it.</param>
/// <param name="folder">Where the latents go.</param>
/// <param name="model">Loaded with <see cref="SampleEncoder.Parts"/>; owned.</param>
/// <param name="workers">Shards at a time.</param>
public sealed class DatasetEncoding(string dataset, string folder, EditModel model, int workers) : IDisposable
{
    private const string Stage = "encode";

    private readonly SampleEncoder _encoder = new(model);
    private readonly Stopwatch _clock = new();
    private int _total;
    private int _done;
    private int _made;

    /// <summary>Whether an encoding was begun in a folder and has not come to its end.</summary>
    internal static bool IsUnfinished(string folder) =>
        File.Exists(Path.Combine(folder, EncodingFacts.FileName))
        && !File.Exists(Path.Combine(folder, FolderSums.FileName));

    /// <summary>Encodes what is missing; the checksums of all come last.</summary>
    /// <param name="progress">Told of every sample; null for nobody.</param>
    /// <param name="cancellation">Observed between samples; whole shards stay.</param>
    /// <returns>Samples in the folder.</returns>
    /// <exception cref="InvalidDataException">
    /// The dataset is incomplete or damaged, a sample cannot be encoded, or the folder is for something else.
    /// </exception>
    public async Task<int> RunAsync(IProgress<StepReport>? progress, CancellationToken cancellation)
    {
        var shards = ShardFolder.Shards(dataset);
        var sums = new DatasetSums(dataset);
        Directory.CreateDirectory(Path.Combine(folder, "shards"));
        set_num_threads(1);
        EncodingFacts.Of(sums, model, _encoder).Claim(folder);
        Sweep();
        using (var empty = _encoder.EncodeText(""))
            EncodedSample.Write(Path.Combine(folder, EncodedSample.EmptyName), empty);

        var samples = shards.Select(ShardFolder.Samples).ToList();
        _total = samples.Sum(shard => shard.Count);
        _clock.Start();
        await Parallel.ForEachAsync(
            shards.Zip(samples),
            new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation },
            async (shard, token) => await EncodeAsync(shard.First, shard.Second, sums, progress, token));
        await FolderSums.WriteAsync(folder, cancellation);
        return _total;
    }

    public void Dispose() => _encoder.Dispose();

    // Without checksums the folder is not complete.
    private void Sweep()
    {
        File.Delete(Path.Combine(folder, FolderSums.FileName));
        foreach (var left in Directory.GetFiles(folder, ".*"))
            File.Delete(left);
    }

    private async Task EncodeAsync(
        string shard, IReadOnlyList<ShardSample> samples, DatasetSums sums, IProgress<StepReport>? progress,
        CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "shards", Path.GetFileName(shard));
        if (File.Exists(path))
        {
            Report(samples.Count, isMade: false, progress);
            return;
        }
        await sums.CheckAsync(shard);
        var fresh = Path.Combine(folder, $".{Path.GetFileName(shard)}.{Guid.NewGuid():N}");
        try
        {
            using (var file = File.Create(fresh, 1 << 20))
            {
                Write(file, samples, progress, cancellation);
                file.Flush(flushToDisk: true);
            }
            File.Move(fresh, path);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private void Write(
        FileStream file, IReadOnlyList<ShardSample> samples, IProgress<StepReport>? progress,
        CancellationToken cancellation)
    {
        set_num_threads(1);  // the setting is the thread's
        using var tar = new TarWriter(file, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (var sample in samples)
        {
            cancellation.ThrowIfCancellationRequested();
            Add(tar, sample, $"{file.Name}.{EncodedSample.FileName}");
            Report(1, isMade: true, progress);
        }
    }

    private void Add(TarWriter tar, ShardSample sample, string path)
    {
        using var scope = NewDisposeScope();
        EncodedSample.Write(path, _encoder.Encode(sample));
        using var content = File.OpenRead(path);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{sample.Id}.{EncodedSample.FileName}")
        {
            DataStream = content,
            ModificationTime = DateTimeOffset.UnixEpoch,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
        });
        File.Delete(path);
    }

    private void Report(int count, bool isMade, IProgress<StepReport>? progress)
    {
        var done = Interlocked.Add(ref _done, count);
        var made = isMade ? Interlocked.Add(ref _made, count) : _made;
        var rate = made / Math.Max(_clock.Elapsed.TotalSeconds, 1e-3);
        var left = rate > 0 ? TimeSpan.FromSeconds((_total - done) / rate) : TimeSpan.Zero;
        progress?.Report(new StepReport(Stage, done, _total, null, null, rate, _clock.Elapsed, left));
    }
}
