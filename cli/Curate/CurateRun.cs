using Mesh.Curation;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Curator.Tools;
using Mesh.Stores.Artifacts;

namespace Mesh.Cli.Curate;

/// <summary>One run of mesh curate: the tools it works with, and the folder it works in.</summary>
internal sealed class CurateRun : IDisposable
{
    private readonly Recipe _recipe;
    private readonly string _output;
    private readonly Toolbox _tools;
    private readonly OperatorClock _clock = new();
    private readonly DirectoryArtifactStore _work;

    /// <param name="recipe">What to make.</param>
    /// <param name="output">Folder of the dataset.</param>
    /// <param name="places">What works instead of what needs no weights.</param>
    public CurateRun(Recipe recipe, string output, ToolPlaces places)
    {
        (_recipe, _output) = (CurateTools.Asked(recipe, places), output);
        _work = new(Path.Combine(output, ".work"));
        _tools = new(places, _work);
        ScratchFolder.Sweep();
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
        var tools = await _tools.ForAsync(_recipe, cancellation);
        var pipeline = new CurationPipeline(_recipe, _work, tools with
        {
            Clock = _clock,
            Media = new() { DecoderThreads = workers > 1 ? 1 : null },
        });
        var curation = new LocalCuration(pipeline, workers, progress);
        var summary = _recipe.Task == RecipeTask.Triplets
            ? await curation.RunAsync(await TripletManifest.ReadAsync(inputs, cancellation), _output, cancellation)
            : await curation.RunAsync(inputs, _output, cancellation);
        return new(_output, summary, _clock.Times, _tools.Usage);
    }

    public void Dispose() => _tools.Dispose();
}
