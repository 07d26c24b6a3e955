using Mesh.Curation.Analysis;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Stores.Artifacts;

namespace Mesh.Curation.Dataset;

/// <summary>
/// Operator 10: shards, manifest, catalogue, report, card and checksums. Goes through the films in their order, one at
/// a time, so memory does not depend on how many there are.
/// </summary>
internal sealed class DatasetWriter(
    Recipe recipe, IReadOnlyList<(string Operator, string Name)> made, CurationStore store)
{
    /// <summary>Writes beside what is there and takes its place at the end, the checksums last.</summary>
    public async Task<DatasetSummary> WriteAsync(DatasetInput input, string folder, CancellationToken cancellation)
    {
        var fresh = Path.Combine(folder, $".new-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.Combine(fresh, "shards"));
        try
        {
            var summary = await FillAsync(input, fresh, cancellation);
            await FolderSums.WriteAsync(fresh, cancellation);
            Replace(folder, fresh);
            return summary;
        }
        finally
        {
            Directory.Delete(fresh, recursive: true);
        }
    }

    private async Task<DatasetSummary> FillAsync(DatasetInput input, string folder, CancellationToken cancellation)
    {
        var balance = await TypeBalance.OfAsync(recipe.Judge?.Balance, input, cancellation);
        var facts = new DatasetFacts(recipe);
        await using (var files = new DatasetFiles(folder, recipe.Shards.Samples, store))
        {
            foreach (var source in input.Sources.Distinct)
            {
                var analysis = await input.Analysis(source);
                files.Catalogue.Add(source, analysis.Facts);
                await AddAsync(source, analysis, input, balance, facts, files, cancellation);
            }
            foreach (var (name, sameAs) in input.Sources.Repeated)
            {
                var drop = new Drop(Operators.Probe, "same bytes", $"as {sameAs}");
                facts.Count([], drop);
                await files.AddAsync(new(name, "-", null, null, drop.Operator, drop.Reason, drop.Detail));
            }
            files.Catalogue.Complete();
            facts.Shards = files.Shards.Count;
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"), ReportPage.Of(recipe, facts), cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "card.md"), DatasetCard.Of(recipe, made, facts), cancellation);
        await File.WriteAllBytesAsync(
            Path.Combine(folder, "recipe.json"), CurationJson.Bytes(recipe), cancellation);
        return new(
            input.Sources.Distinct.Count, facts.Shots, facts.Samples, facts.Shards, facts.Funnel.Dropped);
    }

    private static async Task AddAsync(
        SourceVideo source, SourceAnalysis analysis, DatasetInput input, TypeBalance balance, DatasetFacts facts,
        DatasetFiles files, CancellationToken cancellation)
    {
        facts.Add(analysis);
        if (analysis.Drop is { } whole)
        {
            await files.AddAsync(new(source.Name, source.Hash, null, null, whole.Operator, whole.Reason, whole.Detail));
            return;
        }
        var duplicates = input.Selection.Of(source.Hash).ToDictionary(each => each.Shot, each => each.Drop);
        foreach (var shot in analysis.Shots)
        {
            var drop = shot.Drop ?? duplicates.GetValueOrDefault(shot.Number);
            facts.Add(source, shot, drop);
            if (drop is not null)
                await files.AddAsync(
                    new(source.Name, source.Hash, shot.Number, null, drop.Operator, drop.Reason, drop.Detail));
        }
        foreach (var made in (await input.Samples(source)).Samples)
        {
            var sample = made.Drop is null ? balance.Judge(made) : made;
            facts.Add(source, sample, analysis);
            if (sample.Drop is { } drop)
                await files.AddAsync(
                    new(source.Name, source.Hash, sample.Shot, sample.Id, drop.Operator, drop.Reason, drop.Detail));
            else
                await files.AddAsync(source, sample, cancellation);
        }
    }

    private static void Replace(string folder, string fresh)
    {
        File.Delete(Path.Combine(folder, FolderSums.FileName));
        var shards = Path.Combine(folder, "shards");
        if (Directory.Exists(shards))
            Directory.Delete(shards, recursive: true);
        Directory.Move(Path.Combine(fresh, "shards"), shards);
        var files = Directory.EnumerateFiles(fresh).OrderBy(path => Path.GetFileName(path) == FolderSums.FileName);
        foreach (var path in files)
            File.Move(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
    }
}
