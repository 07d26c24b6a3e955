using Mesh.Curation.Analysis;
using Mesh.Curation.Recipes;
using Mesh.Curation.Scenes;
using Mesh.Video;

namespace Mesh.Curation.Clips;

/// <summary>
/// Operator 6, and the places of operator 5: which frames of a shot become clips. Every choice is drawn by the recipe's
/// seed and the film's content, so it is the same on every machine and in any order.
/// </summary>
public sealed class ClipPlanner(Recipe recipe)
{
    private const int IdLength = 16;

    /// <summary>The samples of a shot, or why it gives none.</summary>
    public (IReadOnlyList<SamplePlan> Samples, Drop? Drop) Plan(SourceAnalysis analysis, Shot shot)
    {
        var facts = analysis.Facts ?? throw new ArgumentException("The film was not decoded.", nameof(analysis));
        var clips = recipe.Task == RecipeTask.Pairs ? 2 : 1;
        var bucket = BucketChoice.Of(
            recipe.Clips, facts.Shown, shot.Frames, candidate => clips * Needed(candidate, facts.Rate));
        if (bucket is null)
        {
            return ([], new(
                Operators.Clips, "fits no bucket",
                $"{facts.Shown} with {shot.Frames} frames, {clips} of them for {recipe.Clips.Buckets.Count} buckets"));
        }
        var needed = Needed(bucket, facts.Rate);
        var count = Math.Min(recipe.Clips.PerShot, shot.Frames / (clips * needed));
        var draw = new SeededDraw(recipe.Seed, analysis.Source, $"{shot.Number}", "clips");
        var parts = Enumerable.Range(0, count).Select(part => Sample(analysis, shot, bucket, part, count, draw));
        return ([.. parts], null);

        SamplePlan Sample(SourceAnalysis of, Shot from, Bucket size, int part, int parts, SeededDraw random)
        {
            var id = $"{of.Source[..IdLength]}-{from.Number:0000}-{part:00}";
            var (start, end) = (
                from.Start + (int)((long)part * from.Frames / parts),
                from.Start + (int)((long)(part + 1) * from.Frames / parts));
            return new(id, from.Number, size, recipe.Task == RecipeTask.Pairs
                ? Pair(start, end, needed, random)
                : recipe.Task == RecipeTask.Triplets
                    ? [new(ClipRoles.Original, start, start + needed)]
                    : [Single(start, end, needed, random)]);
        }
    }

    /// <summary>Frames of the film that a clip takes: at another rate it takes more or fewer than it has.</summary>
    private int Needed(Bucket bucket, Rational rate) => recipe.Clips.Rate is { } converted
        ? (int)Math.Ceiling((bucket.Frames - 1) * rate.Value / converted) + 2
        : bucket.Frames;

    private static ClipSpan Single(int start, int end, int needed, SeededDraw draw)
    {
        var at = start + draw.Below(end - start - needed + 1);
        return new(ClipRoles.Source, at, at + needed);
    }

    /// <summary>Two places that do not overlap, anywhere in the stretch, either of them the original.</summary>
    private static ClipSpan[] Pair(int start, int end, int needed, SeededDraw draw)
    {
        var spare = end - start - 2 * needed;
        var (a, b) = (draw.Below(spare + 1), draw.Below(spare + 1));
        var (first, second) = (start + Math.Min(a, b), start + needed + Math.Max(a, b));
        var (original, edited) = draw.Below(2) == 0 ? (first, second) : (second, first);
        return
        [
            new(ClipRoles.Original, original, original + needed), new(ClipRoles.Edited, edited, edited + needed),
        ];
    }
}
