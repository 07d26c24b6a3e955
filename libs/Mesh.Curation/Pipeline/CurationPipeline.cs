using Mesh.Curation.Analysis;
using Mesh.Curation.Clips;
using Mesh.Curation.Dataset;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Stores.Artifacts;

namespace Mesh.Curation.Pipeline;

/// <summary>
/// A curation as four steps, each of which finds what was done before: look at a film, choose over all films, make the
/// samples of a film, write the dataset. Whoever runs them, on how many machines and in which order, gets the same
/// bytes.
/// </summary>
public sealed class CurationPipeline
{
    private readonly Recipe _recipe;
    private readonly (string Operator, string Name)[] _made;
    private readonly CurationStore _store;
    private readonly SourceAnalyzer _analyzer;
    private readonly SampleMaker _maker;

    /// <param name="recipe">What to make.</param>
    /// <param name="artifacts">Where the work is kept, shared by all who work on it.</param>
    /// <param name="tools">What to work with.</param>
    /// <exception cref="RecipeException">The recipe asks for a tool that was not given.</exception>
    public CurationPipeline(Recipe recipe, IArtifactStore artifacts, CurationTools tools)
    {
        _recipe = recipe;
        var chosen = ChosenTools.Of(recipe, tools);
        _made = [.. chosen.Names];
        _store = new(artifacts, recipe, _made.Select(tool => tool.Name));
        _analyzer = new(recipe, chosen.Embedder, chosen.Tracker, tools.Clock, tools.Media);
        _maker = new(recipe, _store, chosen, tools);
    }

    /// <summary>Names of what works for a recipe that needs no tools: what its store is named by.</summary>
    internal static IEnumerable<string> MakersOf(Recipe recipe) =>
        ChosenTools.Of(recipe, new()).Names.Select(tool => tool.Name);

    /// <summary>Operators 1, 2 and 4 over a film.</summary>
    /// <exception cref="Video.VideoException">This machine cannot decode: ffmpeg is missing.</exception>
    public async Task<SourceAnalysis> AnalyseAsync(SourceVideo source, CancellationToken cancellation = default)
    {
        if (await _store.FindAnalysisAsync(source.Hash, cancellation) is { } done)
            return done;
        var analysis = await _analyzer.RunAsync(source, cancellation);
        await _store.KeepAsync(analysis, cancellation);
        return analysis;
    }

    /// <summary>Drops a film that nobody can work on, as a whole or, where it was looked at, its samples.</summary>
    /// <param name="source">The film.</param>
    /// <param name="selection">What was chosen; null for a film that could not be looked at.</param>
    /// <param name="why">For the report.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task GiveUpAsync(
        SourceVideo source, Selection? selection, string why, CancellationToken cancellation = default)
    {
        if (selection is null)
        {
            var drop = new Drop(Operators.Probe, "given up", why);
            await _store.KeepAsync(new SourceAnalysis { Source = source.Hash, Drop = drop }, cancellation);
            return;
        }
        var duplicates = selection.Of(source.Hash).Select(duplicate => duplicate.Shot).ToArray();
        var shots = (await AnalyseAsync(source, cancellation)).Shots.Where(shot => shot.Drop is null);
        var samples = shots.Where(shot => !duplicates.Contains(shot.Number)).Select(shot =>
            SampleMaker.Dropped(source, shot.Number, new(Operators.Clips, "given up", why)));
        await _store.KeepAsync(new SourceSamples(source.Hash, [.. samples]), duplicates, cancellation);
    }

    /// <summary>Operator 3 over all films, each of which has been looked at.</summary>
    public async Task<Selection> SelectAsync(
        IReadOnlyList<SourceVideo> sources, CancellationToken cancellation = default)
    {
        var hashes = sources.Select(source => source.Hash).ToArray();
        if (await _store.FindSelectionAsync(hashes, cancellation) is { } done)
            return done;
        var selection = await Selection.ChooseAsync(
            _recipe, sources, source => AnalyseAsync(source, cancellation));
        await _store.KeepAsync(selection, hashes, cancellation);
        return selection;
    }

    /// <summary>Operators 5 to 9 over a film.</summary>
    /// <exception cref="Instructions.AnnotatorUnavailableException">A model cannot be reached now.</exception>
    public async Task<SourceSamples> MakeAsync(
        SourceVideo source, Selection selection, CancellationToken cancellation = default)
    {
        int[] duplicates = [.. selection.Of(source.Hash).Select(duplicate => duplicate.Shot)];
        if (await _store.FindSamplesAsync(source.Hash, duplicates, cancellation) is { } done)
            return done;
        var analysis = await AnalyseAsync(source, cancellation);
        var samples = await _maker.MakeAsync(source, analysis, duplicates, cancellation);
        await _store.KeepAsync(samples, duplicates, cancellation);
        return samples;
    }

    /// <summary>Operator 10: writes the dataset to a folder, replacing one that is there.</summary>
    public Task<DatasetSummary> WriteAsync(
        CurationSources sources, Selection selection, string folder, CancellationToken cancellation = default) =>
        new DatasetWriter(_recipe, _made, _store).WriteAsync(
            new DatasetInput(
                sources, selection, source => AnalyseAsync(source, cancellation),
                source => MakeAsync(source, selection, cancellation)),
            folder,
            cancellation);
}
