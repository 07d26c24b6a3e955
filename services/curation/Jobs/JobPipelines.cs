using System.Collections.Concurrent;
using Mesh.Curation;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Vlm;
using Mesh.Curator.Tools;
using Mesh.Perception.Archives;
using Mesh.Perception.Networks;
using Mesh.Perception.Tasks;
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
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly VlmClient? _model;
    private readonly Dinov2Embedder? _embedder;
    private readonly ScriptNetwork? _tracker;
    private readonly ToolMasks? _masks;
    private readonly DepthBackend? _depth;
    private readonly ConcurrentDictionary<string, CurationPipeline> _pipelines = new();
    private readonly ConcurrentDictionary<Guid, Selection> _selections = new();

    public JobPipelines(IArtifactStore artifacts, CurationOptions options, ILogger<JobPipelines> logger)
    {
        (_artifacts, _options) = (artifacts, options);
        if (options.EmbedderFolder is { Length: > 0 } folder)
            _embedder = Dinov2Embedder.Load(folder);
        if (options.TrackerFile is { Length: > 0 } archive)
            _tracker = ScriptNetwork.Load(archive);
        if (options.MaskTool is { Length: > 0 } address)
            _masks = new(new Uri(address));
        if (options.Depth is { Length: > 0 } depth)
            _depth = DepthBackend.Open(depth);
        if (options.Vlm is { Endpoint.Length: > 0 } endpoint)
        {
            _model = new(endpoint.ForClient(), artifacts, _http);
            logger.LogInformation("Instructions and scores come from {Model}", endpoint);
        }
    }

    /// <summary>How long each operator took in this process.</summary>
    public OperatorClock Clock { get; } = new();

    /// <exception cref="RecipeException">The recipe asks for a model, and there is none.</exception>
    public CurationPipeline Of(string recipe) => _pipelines.GetOrAdd(recipe, Build);

    public CurationPipeline Of(CurationJob job) => Of(job.Recipe);

    /// <summary>What was chosen for a job, kept in memory while films of it are made.</summary>
    public async Task<Selection> SelectionAsync(
        CurationJob job, Func<Task<CurationSources>> sources, CancellationToken cancellation)
    {
        if (_selections.TryGetValue(job.Id, out var known))
            return known;
        var chosen = await Of(job).SelectAsync((await sources()).Distinct, cancellation);
        if (_selections.Count >= MostSelections)
            _selections.Clear();
        return _selections[job.Id] = chosen;
    }

    public void Dispose()
    {
        _model?.Dispose();
        _embedder?.Dispose();
        _tracker?.Dispose();
        _masks?.Dispose();
        _depth?.Dispose();
        _http.Dispose();
    }

    private CurationPipeline Build(string yaml)
    {
        var recipe = RecipeFile.Parse(yaml, "recipe");
        return new(recipe, _artifacts, new()
        {
            Clock = Clock,
            Embedder = _embedder,
            Tracker = _tracker is null ? null : new ArchiveTracker(_tracker),
            Masks = _masks,
            Depth = _depth?.Source,
            Media = new() { DecoderThreads = _options.DecoderThreads },
            Annotator = _model is not null && recipe.Instructions is { } instructions
                ? new VlmAnnotator(_model, instructions) : null,
            Judge = _model is not null && recipe.Judge is { } judge ? new VlmJudge(_model, judge) : null,
        });
    }
}
