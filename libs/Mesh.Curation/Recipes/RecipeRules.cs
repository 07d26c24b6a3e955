using System.Text.RegularExpressions;

namespace Mesh.Curation.Recipes;

/// <summary>What is wrong with a recipe, all at once.</summary>
internal static partial class RecipeRules
{
    private static readonly string[] Annotators = ["measured", "vlm"];
    private static readonly string[] Presets =
        ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

    public static IEnumerable<string> Failures(Recipe recipe) =>
        Head(recipe).Concat(Scenes(recipe)).Concat(Clips(recipe.Clips)).Concat(Samples(recipe))
            .Concat(Guides(recipe));

    private static IEnumerable<string> Head(Recipe recipe)
    {
        if (!NamePattern().IsMatch(recipe.Name))
            yield return $"name must be of a-z, 0-9 and '-', got '{recipe.Name}'.";
        if (recipe.Sources.MinSeconds > recipe.Sources.MaxSeconds)
            yield return "sources: min-seconds is above max-seconds.";
        if (recipe.Sources.MinRate > recipe.Sources.MaxRate)
            yield return "sources: min-rate is above max-rate.";
        if (recipe.Duplicates is { Threshold: <= 0 or > 1 } duplicates)
            yield return $"duplicates: threshold must be above 0 and at most 1, got {duplicates.Threshold}.";
        if (recipe.Shards.Samples < 1)
            yield return $"shards: samples must be at least 1, got {recipe.Shards.Samples}.";
    }

    private static IEnumerable<string> Scenes(Recipe recipe)
    {
        var scenes = recipe.Scenes;
        if (scenes.Ratio <= 1)
            yield return $"scenes: ratio must be above 1, got {scenes.Ratio}.";
        if (scenes.FlashFrames is < 0 or > 48)
            yield return $"scenes: flash-frames must be 0 to 48, got {scenes.FlashFrames}.";
        if (scenes.FlashReturn is < 0 or >= 1)
            yield return $"scenes: flash-return must be 0 to below 1, got {scenes.FlashReturn}.";
        if (scenes.MinUnmoved < 0)
            yield return $"scenes: min-unmoved must be 0 or more, got {scenes.MinUnmoved}.";
    }

    private static IEnumerable<string> Clips(ClipRules clips)
    {
        if (clips.Buckets.Count == 0)
            yield return "clips: at least one bucket is needed.";
        foreach (var bucket in clips.Buckets)
        {
            if (bucket.Frames < 1 || bucket.Frames % 4 != 1)
                yield return $"clips: bucket {bucket} must have 4n+1 frames, got {bucket.Frames}.";
            if (bucket.Height < 16 || bucket.Width < 16 || (bucket.Height | bucket.Width) % 2 != 0)
                yield return $"clips: bucket {bucket} must have even sides of at least 16.";
        }
        if (clips.Rate is <= 0 or > 240)
            yield return $"clips: rate must be above 0 and at most 240, got {clips.Rate}.";
        if (clips.PerShot < 1)
            yield return $"clips: per-shot must be at least 1, got {clips.PerShot}.";
        if (clips.Crf is < 0 or > 51)
            yield return $"clips: crf must be 0 to 51, got {clips.Crf}.";
        if (!Presets.Contains(clips.Preset))
            yield return $"clips: preset must be one of {string.Join(", ", Presets)}, got '{clips.Preset}'.";
    }

    private static IEnumerable<string> Samples(Recipe recipe)
    {
        if (recipe.Instructions is { } instructions)
        {
            if (!Annotators.Contains(instructions.Annotator))
                yield return $"instructions: annotator must be measured or vlm, got '{instructions.Annotator}'.";
            if (instructions.Frames is < 1 or > 16)
                yield return $"instructions: frames must be 1 to 16, got {instructions.Frames}.";
        }
        if (recipe.Judge is { } judge)
        {
            if (!Annotators.Contains(judge.Judge))
                yield return $"judge: judge must be measured or vlm, got '{judge.Judge}'.";
            if (judge.Frames is < 1 or > 16)
                yield return $"judge: frames must be 1 to 16, got {judge.Frames}.";
            if (judge.Balance < 1)
                yield return $"judge: balance must be at least 1, got {judge.Balance}.";
        }
    }

    private static IEnumerable<string> Guides(Recipe recipe)
    {
        if (recipe.Masks is { } masks && (masks.MinGrowth < 0 || masks.MaxGrowth < masks.MinGrowth))
            yield return $"masks: growth must be 0 or more, got {masks.MinGrowth} to {masks.MaxGrowth}.";
        if (recipe.Masks is { Caption: not (null or "vlm") } captioned)
            yield return $"masks: caption must be vlm, or left out, got '{captioned.Caption}'.";
        if (recipe.Masks is { CaptionFrames: < 1 or > 16 } shown)
            yield return $"masks: caption-frames must be 1 to 16, got {shown.CaptionFrames}.";
        if (recipe.Depth is { MinContrast: < 0 or > 127 } depth)
            yield return $"depth: min-contrast must be 0 to 127, got {depth.MinContrast}.";
        if (recipe.Depth is { Estimator: "" })
            yield return "depth: estimator must name one.";
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex NamePattern();
}
