using Mesh.Curation;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Curation.Vlm;
using Mesh.Curator.Tools;
using Mesh.Perception.Archives;
using Mesh.Perception.Networks;
using Mesh.Perception.Tasks;
using Mesh.Stores.Artifacts;

namespace Mesh.Cli.Curate;

/// <summary>One run of mesh curate: the tools it works with, and the folder it works in.</summary>
internal sealed class CurateRun : IDisposable
{
    private readonly Recipe _recipe;
    private readonly string _output;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly VlmClient? _model;
    private readonly Dinov2Embedder? _embedder;
    private readonly ScriptNetwork? _tracker;
    private readonly DepthBackend? _depth;
    private readonly OperatorClock _clock = new();
    private readonly DirectoryArtifactStore _work;

    /// <param name="recipe">What to make.</param>
    /// <param name="output">Folder of the dataset.</param>
    /// <param name="networks">What works instead of what needs no weights.</param>
    /// <param name="endpoint">The language model; may be null.</param>
    public CurateRun(Recipe recipe, string output, CurateNetworks networks, VlmOptions? endpoint)
    {
        _embedder = networks.Embedder is { } folder ? Dinov2Embedder.Load(folder) : null;
        _tracker = networks.Tracker is { } archive ? ScriptNetwork.Load(archive) : null;
        _depth = networks.Depth is { } place ? DepthBackend.Open(place) : null;
        (_recipe, _output) = (networks.Asked(recipe, _depth?.Kind), output);
        _work = new(Path.Combine(output, ".work"));
        _model = endpoint is null ? null : new(endpoint, _work, _http);
    }

    /// <param name="inputs">Films or manifests.</param>
    /// <param name="workers">Films at a time.</param>
    /// <param name="progress">Hears about every film.</param>
    /// <param name="cancellation">Stops; what is finished stays.</param>
    public async Task<DatasetReport> RunAsync(
        IReadOnlyList<string> inputs, int workers, IProgress<CurationProgress> progress,
        CancellationToken cancellation)
    {
        foreach (var missing in inputs.Where(path => !File.Exists(path)))
            throw new UsageException($"{missing} does not exist.");
        var pipeline = new CurationPipeline(_recipe, _work, Tools(workers));
        var curation = new LocalCuration(pipeline, workers, progress);
        var summary = _recipe.Task == RecipeTask.Triplets
            ? await curation.RunAsync(await TripletManifest.ReadAsync(inputs, cancellation), _output, cancellation)
            : await curation.RunAsync(inputs, _output, cancellation);
        return new(_output, summary, _clock.Times, _model?.Usage);
    }

    public void Dispose()
    {
        _model?.Dispose();
        _embedder?.Dispose();
        _tracker?.Dispose();
        _depth?.Dispose();
        _http.Dispose();
    }

    private CurationTools Tools(int workers) => new()
    {
        Clock = _clock,
        Embedder = _embedder,
        Tracker = _tracker is null ? null : new ArchiveTracker(_tracker),
        Depth = _depth?.Source,
        Media = new() { DecoderThreads = workers > 1 ? 1 : null },
        Annotator = _model is not null && _recipe.Instructions is { } instructions
            ? new VlmAnnotator(_model, instructions) : null,
        Judge = _model is not null && _recipe.Judge is { } judge ? new VlmJudge(_model, judge) : null,
    };
}
