using System.Globalization;
using System.Text;
using Mesh.Curation.Recipes;

namespace Mesh.Curation.Dataset;

/// <summary>The card of a dataset: what it is, what it was made from and how, and how to read it.</summary>
internal static class DatasetCard
{
    public static string Of(
        Recipe recipe, IReadOnlyList<(string Operator, string Name)> made, DatasetFacts facts)
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"# {recipe.Name}\n\n{recipe.Description}\n\n");
        card.Append("| | |\n|---|---|\n");
        Row("licence of the sources", recipe.Licence);
        Row("films", $"{facts.Sources}");
        Row("minutes", (facts.Seconds / 60).ToString("0.0", CultureInfo.InvariantCulture));
        Row("shots", $"{facts.Shots}");
        Row("samples", $"{facts.Samples}");
        Row("shards", $"{facts.Shards}");
        Row("recipe", $"`recipe.json`, SHA-256 `{RecipeFile.HashOf(recipe)}`");
        card.Append("\n## Made with\n\n| operator | tool |\n|---|---|\n");
        foreach (var (name, tool) in made)
            Row(name, tool);
        card.Append("\n## Buckets\n\n| height x width x frames | samples |\n|---|---|\n");
        foreach (var (bucket, count) in facts.Buckets)
            Row(bucket, $"{count}");
        card.Append("\n## Funnel\n\n| operator | in | kept | dropped |\n|---|---|---|---|\n");
        foreach (var stage in facts.Funnel.Stages)
        {
            var reasons = string.Join(", ", stage.Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
            card.Append(
                CultureInfo.InvariantCulture, $"| {stage.Operator} | {stage.Seen} | {stage.Kept} | {reasons} |\n");
        }
        return card.Append(Layout).ToString();

        void Row(string name, string value) => card.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
    }

    private const string Layout = """

        ## Files

        `shards/*.tar` is WebDataset: the files of a sample follow each other and share its id up to the first dot.
        `manifest.jsonl` has a line for each sample, `drops.jsonl` one for everything that was left out and why,
        `catalogue.db` both as SQLite. `report.html` shows it. `sha256sum -c sha256sums` checks it.

        """;
}
