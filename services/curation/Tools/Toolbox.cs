using Mesh.Contracts.Curation.V1;
using Mesh.Curation.Instructions;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Vlm;
using Mesh.Perception;
using Mesh.Perception.Archives;
using Mesh.Perception.Networks;
using Mesh.Perception.Tasks;
using Mesh.Stores.Artifacts;

namespace Mesh.Curator.Tools;

/// <summary>The tools of a process, each loaded or connected once. Networks are loaded here, servers when needed.
/// </summary>
public sealed class Toolbox : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly VlmClient? _model;
    private readonly Dinov2Embedder? _embedder;
    private readonly ScriptNetwork? _tracker;
    private readonly DepthNetwork? _depth;
    private readonly ToolConnection? _depthServer;
    private readonly ToolConnection? _maskServer;

    /// <param name="places">Where they are.</param>
    /// <param name="answers">Where answers of the language model are kept.</param>
    /// <exception cref="PerceptionException">A network is missing or refused; the message names the file.</exception>
    public Toolbox(ToolPlaces places, IArtifactStore answers)
    {
        try
        {
            _embedder = places.Embedder is { Length: > 0 } folder ? Dinov2Embedder.Load(folder) : null;
            _tracker = places.Tracker is { Length: > 0 } archive ? ScriptNetwork.Load(archive) : null;
            if (places.Masks is { Length: > 0 } masks)
                _maskServer = new(masks, ToolKind.Segment);
            if (places.Depth is { Length: > 0 } depth)
            {
                _depthServer = ToolServer.AddressOf(depth) is null ? null : new(depth, ToolKind.Depth);
                _depth = _depthServer is null ? DepthNetwork.Open(depth) : null;
            }
            _model = places.Vlm is { } endpoint ? new(endpoint, answers, _http) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the language model was asked; null without one.</summary>
    public VlmUsage? Usage => _model?.Usage;

    /// <summary>The tools for a recipe; servers that it has no use for are not asked.</summary>
    /// <exception cref="RecipeException">A server does something else.</exception>
    /// <exception cref="AnnotatorUnavailableException">A server does not answer.</exception>
    public async Task<CurationTools> ForAsync(Recipe recipe, CancellationToken cancellation) => new()
    {
        Embedder = _embedder,
        Tracker = _tracker is null ? null : new ArchiveTracker(_tracker),
        Masks = _maskServer is not null && recipe.Masks is { Source: not MaskRules.Files }
            ? new ToolMasks(await _maskServer.GetAsync(cancellation)) : null,
        Depth = _depthServer is not null && recipe.Depth is not null
            ? new ToolDepth(await _depthServer.GetAsync(cancellation)) : _depth?.Source,
        Annotator = _model is not null && recipe.Instructions is { } instructions
            ? new VlmAnnotator(_model, instructions) : null,
        Judge = _model is not null && recipe.Judge is { } judge ? new VlmJudge(_model, judge) : null,
        Captioner = _model is not null && recipe.Masks is { } rules ? new VlmMaskCaptioner(_model, rules) : null,
    };

    public void Dispose()
    {
        _model?.Dispose();
        _embedder?.Dispose();
        _tracker?.Dispose();
        _depth?.Dispose();
        _depthServer?.Dispose();
        _maskServer?.Dispose();
        _http.Dispose();
    }
}
