using Mesh.Curation.Clips;
using Mesh.Curation.Dataset;
using Mesh.Curation.Sources;

namespace Mesh.Curation.Pipeline;

/// <summary>How far a curation is.</summary>
/// <param name="Step">"read", "look", "choose", "make" or "write".</param>
/// <param name="Done">Films that are through the step.</param>
/// <param name="Total">Films in all.</param>
/// <param name="Samples">Samples made so far.</param>
public sealed record CurationProgress(string Step, int Done, int Total, int Samples);

/// <summary>A curation by this process: films in parallel, each step over all of them before the next.</summary>
/// <param name="pipeline">What to do.</param>
/// <param name="workers">Films at a time.</param>
/// <param name="progress">Hears about every film; may be null.</param>
public sealed class LocalCuration(CurationPipeline pipeline, int workers, IProgress<CurationProgress>? progress = null)
{
    private int _samples;

    /// <summary>Runs to the end; what was done before is found again.</summary>
    /// <param name="paths">Films, in the order of the dataset.</param>
    /// <param name="folder">Of the dataset.</param>
    /// <param name="cancellation">Stops after what is being decoded; nothing finished is lost.</param>
    public async Task<DatasetSummary> RunAsync(
        IReadOnlyList<string> paths, string folder, CancellationToken cancellation = default)
    {
        var given = new SourceVideo[paths.Count];
        await EachAsync("read", paths.Count, async (i, token) =>
            given[i] = await SourceVideo.ReadAsync(paths[i], token), cancellation);
        return await RunAsync(CurationSources.Of(given), folder, cancellation);
    }

    /// <summary>As above, over sources that were read.</summary>
    public async Task<DatasetSummary> RunAsync(
        CurationSources sources, string folder, CancellationToken cancellation = default)
    {
        var films = sources.Distinct;
        await EachAsync(
            "look", films.Count, (i, token) => pipeline.AnalyseAsync(films[i], token), cancellation);
        var selection = await pipeline.SelectAsync(films, cancellation);
        progress?.Report(new("choose", films.Count, films.Count, 0));
        await EachAsync(
            "make", films.Count,
            async (i, token) => Count(await pipeline.MakeAsync(films[i], selection, token)), cancellation);
        Directory.CreateDirectory(folder);
        var summary = await pipeline.WriteAsync(sources, selection, folder, cancellation);
        progress?.Report(new("write", films.Count, films.Count, summary.Samples));
        return summary;
    }

    private void Count(SourceSamples made) =>
        Interlocked.Add(ref _samples, made.Samples.Count(sample => sample.Drop is null));

    private async Task EachAsync(
        string step, int count, Func<int, CancellationToken, Task> work, CancellationToken cancellation)
    {
        var done = 0;
        progress?.Report(new(step, 0, count, _samples));
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation },
            async (i, token) =>
            {
                await work(i, token);
                progress?.Report(new(step, Interlocked.Increment(ref done), count, _samples));
            });
    }
}
