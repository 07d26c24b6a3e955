using Mesh.Curation;
using Mesh.Curation.Clips;
using Mesh.Curation.Instructions;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Sources;
using Mesh.ServiceDefaults.Hosting;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Curation;
using Mesh.Stores.Leases;
using Microsoft.Extensions.Logging;

namespace Mesh.Curator.Jobs;

/// <summary>
/// The steps of a job, each of which may run twice, at the same time, or after a crash in the middle.
/// </summary>
public sealed class JobWork(
    ICurationJobStore jobs, JobPipelines pipelines, JobSources sources, ILeaseStore leases, IArtifactStore artifacts,
    MeshOptions mesh, CurationOptions options, MeshInstruments instruments,
    ILogger<JobWork> logger)
{
    /// <summary>Looks at one film.</summary>
    /// <returns>The job after that.</returns>
    public async Task<CurationJob> LookAsync(CurationJob job, int number, CancellationToken cancellation)
    {
        using var running = instruments.Curation.Run("look");
        var source = await SourceAsync(job, number, cancellation);
        var pipeline = await PipelineAsync(job, cancellation);
        var analysis = await pipeline.AnalyseAsync(source, cancellation);
        Count(analysis.Shots.Select(shot => shot.Drop).Append(analysis.Drop));
        return await jobs.LookedAsync(job.Id, number, source.Hash, cancellation);
    }

    /// <summary>Finds the duplicates over all films.</summary>
    public async Task ChooseAsync(CurationJob job, CancellationToken cancellation)
    {
        await PipelineAsync(job, cancellation);
        var selection = await pipelines.SelectionAsync(
            job, () => sources.AllAsync(job.Id, cancellation), cancellation);
        Count(selection.Duplicates.Values.SelectMany(found => found).Select(duplicate => duplicate.Drop));
    }

    /// <summary>Makes the samples of one film, waiting for a model that is away.</summary>
    /// <returns>The samples and the job after that.</returns>
    public async Task<(SourceSamples Samples, CurationJob Job)> MakeAsync(
        CurationJob job, int number, CancellationToken cancellation)
    {
        using var running = instruments.Curation.Run("make");
        var source = await SourceAsync(job, number, cancellation);
        var pipeline = await PipelineAsync(job, cancellation);
        var selection = await pipelines.SelectionAsync(
            job, () => sources.AllAsync(job.Id, cancellation), cancellation);
        var samples = await PatientlyAsync(
            () => pipeline.MakeAsync(source, selection, cancellation), cancellation);
        foreach (var sample in samples.Samples)
            instruments.Curation.Sampled(kept: sample.Drop is null);
        Count(samples.Samples.Select(sample => sample.Drop));
        var kept = samples.Samples.Count(sample => sample.Drop is null);
        return (samples, await jobs.MadeAsync(job.Id, number, kept, cancellation));
    }

    /// <summary>Writes the dataset as artifacts.</summary>
    /// <returns>Samples in it, or null while another worker writes it.</returns>
    public async Task<int?> WriteAsync(CurationJob job, CancellationToken cancellation)
    {
        await using var lease = await leases.TryAcquireAsync(
            $"curation-{job.Id}", Environment.MachineName, mesh.Bus.Lease, cancellation);
        if (lease is null)
            return null;
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        using var folder = new ScratchFolder();
        var pipeline = await PipelineAsync(job, whole.Token);
        var all = await sources.AllAsync(job.Id, whole.Token);
        var selection = await pipelines.SelectionAsync(job, () => Task.FromResult(all), whole.Token);
        var summary = await pipeline.WriteAsync(all, selection, folder.Path, whole.Token);
        await UploadAsync(folder.Path, DatasetPrefix(job.Id), whole.Token);
        return summary.Samples;
    }

    /// <summary>Where the dataset of a job is.</summary>
    public static string DatasetPrefix(Guid job) => $"curation/jobs/{job:D}/dataset";

    private async Task<SourceVideo> SourceAsync(CurationJob job, int number, CancellationToken cancellation)
    {
        var source = await jobs.SourceAsync(job.Id, number, cancellation)
            ?? throw new InvalidOperationException($"The curation {job.Id} has no film {number}.");
        return await sources.ReadAsync(source, cancellation);
    }

    private void Count(IEnumerable<Drop?> drops)
    {
        foreach (var drop in drops.OfType<Drop>())
            instruments.Curation.Dropped(drop.Operator, drop.Reason);
    }

    private Task<CurationPipeline> PipelineAsync(CurationJob job, CancellationToken cancellation) =>
        PatientlyAsync(() => pipelines.OfAsync(job, cancellation), cancellation);

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; ; waited += options.ModelPause)
        {
            try
            {
                return await work();
            }
            catch (AnnotatorUnavailableException error) when (waited < options.ModelPatience)
            {
                logger.LogWarning("Waiting for a model: {Reason}", error.Message);
                await Task.Delay(options.ModelPause, cancellation);
            }
        }
    }

    // The checksums come last: who finds them finds everything.
    private async Task UploadAsync(string folder, string prefix, CancellationToken cancellation)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .OrderBy(path => Path.GetFileName(path) == "sha256sums").ThenBy(path => path, StringComparer.Ordinal);
        foreach (var path in files.ToArray())
        {
            var name = Path.GetRelativePath(folder, path);
            await artifacts.WriteFileAsync($"{prefix}/{name}", path, replace: true, cancellation);
        }
    }
}
