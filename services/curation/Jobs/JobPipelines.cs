using System.Collections.Concurrent;
using Mesh.Curation;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curator.Tools;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Curation;
using Microsoft.Extensions.Logging;

namespace Mesh.Curator.Jobs;

/// <summary>A pipeline for each recipe in use, and what was chosen for the jobs in work.</summary>
public sealed class JobPipelines : IDisposable
{
    private const int MostSelections = 8;

    private readonly IArtifactStore _artifacts;
    private readonly CurationOptions _options;
    private readonly Toolbox _tools;
    private readonly ConcurrentDictionary<string, CurationPipeline> _pipelines = new();
    private readonly ConcurrentDictionary<Guid, Selection> _selections = new();

    public JobPipelines(
        IArtifactStore artifacts, CurationOptions options, MeshInstruments instruments,
        ILogger<JobPipelines> logger)
    {
        (_artifacts, _options) = (artifacts, options);
        Clock = new(instruments.Curation.Worked);
        ScratchFolder.Sweep();
        var places = options.Places();
        _tools = new(places, artifacts);
        if (places.Vlm is { } model)
            logger.LogInformation("Instructions and scores come from {Model}", model);
    }

    /// <summary>How long each operator took in this process.</summary>
    public OperatorClock Clock { get; }

    /// <exception cref="RecipeException">The recipe asks for a tool, and there is none.</exception>
    /// <exception cref="Curation.Instructions.AnnotatorUnavailableException">A tool does not answer.</exception>
    public async Task<CurationPipeline> OfAsync(string recipe, CancellationToken cancellation) =>
        _pipelines.TryGetValue(recipe, out var known)
            ? known
            : _pipelines.GetOrAdd(recipe, await BuildAsync(recipe, cancellation));

    public Task<CurationPipeline> OfAsync(CurationJob job, CancellationToken cancellation) =>
        OfAsync(job.Recipe, cancellation);

    /// <summary>What was chosen for a job, kept in memory while films of it are made.</summary>
    public async Task<Selection> SelectionAsync(
        CurationJob job, Func<Task<CurationSources>> sources, CancellationToken cancellation)
    {
        if (_selections.TryGetValue(job.Id, out var known))
            return known;
        var pipeline = await OfAsync(job, cancellation);
        var chosen = await pipeline.SelectAsync((await sources()).Distinct, cancellation);
        if (_selections.Count >= MostSelections)
            _selections.Clear();
        return _selections[job.Id] = chosen;
    }

    public void Dispose() => _tools.Dispose();

    private async Task<CurationPipeline> BuildAsync(string yaml, CancellationToken cancellation)
    {
        var recipe = RecipeFile.Parse(yaml, "recipe");
        var tools = await _tools.ForAsync(recipe, cancellation);
        return new(recipe, _artifacts, tools with
        {
            Clock = Clock,
            Media = new() { DecoderThreads = _options.DecoderThreads },
        });
    }
}
